import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  readLocalEndpoints,
  removeLocalEndpoints,
  writeLocalEndpoints,
} from '../../../operate/endpoints/local-endpoints.ts';

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
