import { execFile, execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const PROGRAM = join(import.meta.dirname, '../../bin/together.mjs');
const scripts = {
  'good:one': 'echo one',
  'good:two': 'echo two',
  bad: 'echo broken >&2 && exit 3',
  'wait:read': 'cat pipe',
  'wait:write': 'echo met > pipe',
};

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'together-'));
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'p', version: '1.0.0', scripts }));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const together = (...names: string[]) =>
  new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    execFile(process.execPath, [PROGRAM, ...names], { cwd: folder }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });

describe('scripts that run side by side', () => {
  it('succeed when all of them do, and say what they said', async () => {
    const { code, stdout, stderr } = await together('good:one', 'good:two');

    expect(stdout.split('\n').sort()).toEqual(['', 'one', 'two']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('fail when one of them does, and the others still end', async () => {
    const { code, stdout, stderr } = await together('bad', 'good:one');

    expect({ code, stdout }).toEqual({ code: 1, stdout: 'one\n' });
    expect(stderr).toBe('broken\nnpm run bad failed (3)\n');
  });

  it('fail when there is no such script', async () => {
    const { code, stderr } = await together('good:one', 'none');

    expect(code).toBe(1);
    expect(stderr).toMatch(/^npm run none failed \(1\)$/m);
  });

  it('are there at the same time', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe')]);

    // Either of them alone would wait for ever.
    expect(await together('wait:read', 'wait:write')).toEqual({ code: 0, stdout: 'met\n', stderr: '' });
  });
});
