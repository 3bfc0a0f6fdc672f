import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { expect, it } from '@jest/globals';
import { startTvguide, temporaryFolder } from '../../support/child.ts';

it('up --bare serves Step Functions alone, and runs functions where AWS_ENDPOINT_URL_LAMBDA says', async () => {
  const folder = await temporaryFolder();
  const invoked: string[] = [];
  const lambda = createServer((request, response) => {
    invoked.push(request.url ?? '');
    response.end('{"answer":42}');
  });
  await new Promise<void>((resolve) => lambda.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(lambda.address() as AddressInfo).port}`;

  const up = startTvguide(['up', '--bare', '--port', '0', '--json'], {
    cwd: folder.path,
    env: { AWS_ENDPOINT_URL_LAMBDA: url },
  });
  const endpoints = JSON.parse(await up.firstLine) as Record<string, unknown>;
  const client = new SFNClient({
    endpoint: String(endpoints['stepFunctions']),
    region: 'eu-west-2',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const resource = 'arn:aws:lambda:eu-west-2:000000000000:function:elsewhere';
  const definition = {
    QueryLanguage: 'JSONata',
    StartAt: 'Ask',
    States: { Ask: { Type: 'Task', Resource: resource, End: true } },
  };
  const { stateMachineArn } = await client.send(
    new CreateStateMachineCommand({
      name: 'asks',
      definition: JSON.stringify(definition),
      roleArn: 'arn:aws:iam::000000000000:role/asks',
    }),
  );
  const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn }));
  let ended = await client.send(new DescribeExecutionCommand({ executionArn }));
  while (ended.status === 'RUNNING')
    ended = await client.send(new DescribeExecutionCommand({ executionArn }));
  client.destroy();
  const stopped = await up.stop('SIGINT');
  await new Promise((resolve) => lambda.close(resolve));
  await folder.remove();

  expect(Object.keys(endpoints).sort()).toEqual(['pid', 'stepFunctions']);
  expect(ended).toMatchObject({ status: 'SUCCEEDED', output: '{"answer":42}' });
  expect(invoked).toEqual(['/2015-03-31/functions/elsewhere/invocations']);
  expect(stopped.code).toBe(0);
});
