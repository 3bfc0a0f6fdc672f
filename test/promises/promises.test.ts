import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';

const WORLDS = 1000;
const SCRIPT = join(import.meta.dirname, '../../bin/worlds.mjs');

// Runs in a separate process, because a world takes twice as long in Jest's realm.
it(`every promise is kept in ${WORLDS} random worlds`, async () => {
  const { code, said } = await new Promise<{ code: unknown; said: string }>((resolve) => {
    execFile(
      process.execPath,
      ['--max-semi-space-size=32', SCRIPT, '--worlds', String(WORLDS)],
      (error, stdout, stderr) => resolve({ code: error?.code ?? 0, said: stdout + stderr }),
    );
  });

  expect(said).toMatch(/^1000 worlds, no promise broken, seed \d+\n$/);
  expect(code).toBe(0);
}, 300_000);
