import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';

const SCRIPT = join(import.meta.dirname, '../../bin/worlds.mjs');

// Runs in a separate process, because a world takes twice as long in Jest's realm.
it.each([
  ['feeds', 1000],
  ['catalogue', 60],
])(
  'every promise is kept in random worlds of the kind %s',
  async (kind, worlds) => {
    const { code, said } = await new Promise<{ code: unknown; said: string }>((resolve) => {
      execFile(
        process.execPath,
        ['--max-semi-space-size=32', SCRIPT, '--kind', kind, '--worlds', String(worlds)],
        (error, stdout, stderr) => resolve({ code: error?.code ?? 0, said: stdout + stderr }),
      );
    });

    expect(said).toMatch(new RegExp(`^${worlds} worlds, no promise broken, seed \\d+\n$`));
    expect(code).toBe(0);
  },
  300_000,
);
