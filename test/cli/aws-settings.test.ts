import { writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { temporaryFolder, type TemporaryFolder, tvguide } from './support/child.ts';

/** A process of its own: the SDK reads the environment of its process. */
describe('the settings of the AWS configuration', () => {
  let folder: TemporaryFolder;
  let server: Server;
  let env: Record<string, string>;

  beforeEach(async () => {
    folder = await temporaryFolder();
    server = createServer((_, response) => response.end('{"stateMachines":[],"executions":[]}'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const files = { AWS_CONFIG_FILE: 'config', AWS_SHARED_CREDENTIALS_FILE: 'credentials' };
    env = Object.fromEntries(Object.entries(files).map(([name, file]) => [name, join(folder.path, file)]));
    await writeFile(
      join(folder.path, 'config'),
      `[default]\nregion = eu-west-2\nendpoint_url = http://127.0.0.1:9\n[profile here]\nregion = eu-west-2\nendpoint_url = ${address}\n[profile program]\nregion = eu-west-2\ncredential_process = /bin/false\n`,
    );
    await writeFile(
      join(folder.path, 'credentials'),
      '[here]\naws_access_key_id = a\naws_secret_access_key = b\n',
    );
  });

  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await folder.remove();
  });

  it('are those of --profile', async () => {
    const arn = 'arn:aws:states:eu-west-2:111122223333:stateMachine:title-ingestion';
    const ended = await tvguide(['list', '--profile', 'here', '--state-machine', arn, '--json'], {
      cwd: folder.path,
      env,
    });
    expect(ended).toMatchObject({ code: 0, stdout: '{"executions":[]}\n' });
  });

  it('say which program gives no credentials', async () => {
    const ended = await tvguide(['list', '--profile', 'program'], { cwd: folder.path, env });
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(
      /^tvguide: no valid AWS credentials \(.*\): they come from credential_process of the profile program in \S+config; run that command/,
    );
    expect(ended.stderr).not.toContain('sso login');
  });
});

describe('colour', () => {
  it('is in no pipe, in a CI job either', async () => {
    const folder = await temporaryFolder();
    const { stdout } = await tvguide(['doctor', '--local'], { cwd: folder.path, env: { CI: 'true' } });
    await folder.remove();
    expect(stdout).toMatch(/^✔ Node\.js/);
    expect(stdout).not.toContain('\u001b');
  });
});
