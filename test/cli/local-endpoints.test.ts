import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { resolveTarget } from '../../cli/aws/target.ts';
import { readLocalEndpoints, removeLocalEndpoints, writeLocalEndpoints } from '../../cli/local-endpoints.ts';

const mine = {
  pid: process.pid,
  stepFunctions: 'http://127.0.0.1:4001',
  kinesis: 'http://127.0.0.1:4002',
};

let cwd: string;
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'tvguide-endpoints-'));
});
afterEach(() => rm(cwd, { recursive: true }));

async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  return child.pid ?? 0;
}

describe('the note that a runtime leaves', () => {
  it('is read back, and leaves no other file behind', async () => {
    await writeLocalEndpoints(cwd, mine);
    expect(await readLocalEndpoints(cwd)).toEqual(mine);
    expect(await readdir(join(cwd, '.local'))).toEqual(['endpoints.json']);
  });

  it('does not count when its process is gone', async () => {
    await writeLocalEndpoints(cwd, { ...mine, pid: await deadPid() });
    expect(await readLocalEndpoints(cwd)).toBeUndefined();
  });

  it('does not count when it is torn or something else', async () => {
    await mkdir(join(cwd, '.local'));
    for (const text of ['{"pid":', '[]', '{"pid":"1"}']) {
      await writeFile(join(cwd, '.local', 'endpoints.json'), text);
      expect(await readLocalEndpoints(cwd)).toBeUndefined();
    }
  });

  it('is taken away by its own process only', async () => {
    await writeLocalEndpoints(cwd, mine);
    await removeLocalEndpoints(cwd, mine.pid + 1);
    expect(await readLocalEndpoints(cwd)).toEqual(mine);
    await removeLocalEndpoints(cwd, mine.pid);
    expect(await readLocalEndpoints(cwd)).toBeUndefined();
  });
});

describe('resolveTarget', () => {
  const env = { TVGUIDE_LOCAL_ENDPOINT: 'http://127.0.0.1:5001' };

  it('takes the option before the environment, that before the note, and that before the default port', async () => {
    const local = { local: true };
    const at = async (options: object, variables: Record<string, string> = {}) =>
      (await resolveTarget('stepFunctions', { ...local, ...options }, { cwd, env: variables })).endpointUrl;
    expect(await at({})).toBe('http://127.0.0.1:8083');
    await writeLocalEndpoints(cwd, mine);
    expect(await at({})).toBe('http://127.0.0.1:4001');
    expect(await at({}, env)).toBe('http://127.0.0.1:5001');
    expect(await at({ endpointUrl: 'http://127.0.0.1:6001' }, env)).toBe('http://127.0.0.1:6001');
  });

  it('finds Kinesis beside it', async () => {
    const kinesis = async (variables: Record<string, string> = {}) =>
      (await resolveTarget('kinesis', { local: true }, { cwd, env: variables })).endpointUrl;
    expect(await kinesis()).toBe('http://127.0.0.1:8084');
    await writeLocalEndpoints(cwd, mine);
    expect(await kinesis(env)).toBe('http://127.0.0.1:4002');
    expect(await kinesis({ TVGUIDE_LOCAL_KINESIS_ENDPOINT: 'http://127.0.0.1:5002' })).toBe(
      'http://127.0.0.1:5002',
    );
  });

  it('leaves everything that is not said to the AWS configuration', async () => {
    expect(await resolveTarget('stepFunctions', {}, { cwd, env })).toEqual({ isLocal: false });
    expect(
      await resolveTarget('kinesis', { profile: 'streaming', region: 'eu-west-1' }, { cwd, env }),
    ).toEqual({ isLocal: false, profile: 'streaming', region: 'eu-west-1' });
  });

  it.each([
    [{ endpointUrl: 'localhost:8083' }, {}, '--endpoint-url is no http(s) address: "localhost:8083"'],
    [{ local: true }, { TVGUIDE_LOCAL_ENDPOINT: '8083' }, 'TVGUIDE_LOCAL_ENDPOINT is no http(s) address'],
    [{ local: true, profile: 'streaming' }, {}, '--local uses no credentials'],
  ])('refuses %j with %j', async (options, variables, message) => {
    await expect(resolveTarget('stepFunctions', options, { cwd, env: variables })).rejects.toThrow(message);
  });
});
