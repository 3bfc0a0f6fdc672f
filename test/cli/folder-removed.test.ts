import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  CreateStateMachineCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { expect, it, jest } from '@jest/globals';
import type { LocalEndpoints } from '../../operate/endpoints/local-endpoints.ts';
import { startTvguide } from './support/child.ts';
import { folderEachTest } from './support/folder-each-test.ts';

// A process is started, on machines that may be busy.
jest.setTimeout(60_000);

const DEFINITION = JSON.stringify({
  QueryLanguage: 'JSONata',
  StartAt: 'Wait',
  States: { Wait: { Type: 'Wait', Seconds: 3600, End: true } },
});
const ROLE = 'arn:aws:iam::000000000000:role/waits';

const folder = folderEachTest();

it('up says in a sentence that its folder was removed, and fails', async () => {
  const up = startTvguide(['up', '--bare', '--port', '0', '--json'], { cwd: folder.path });
  const { stepFunctions: endpoint } = JSON.parse(await up.firstLine) as LocalEndpoints;
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new SFNClient({ endpoint, region: 'eu-west-2', credentials, maxAttempts: 1 });
  const create = { name: 'waits', definition: DEFINITION, roleArn: ROLE };
  const { stateMachineArn } = await client.send(new CreateStateMachineCommand(create));
  const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn }));

  await rm(join(folder.path, '.local'), { recursive: true });
  await expect(client.send(new StopExecutionCommand({ executionArn }))).rejects.toMatchObject({
    name: 'InternalFailure',
  });
  client.destroy();
  const { code, stderr } = await up.stop('SIGINT');

  expect(stderr).toMatch(
    /^tvguide: Cannot write \S+: it was removed while it was in use; what was .* runs$/m,
  );
  expect(stderr).not.toMatch(/^ +at /m);
  expect(code).toBe(1);
});
