import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';
import { build } from 'esbuild';

it('follows a stream of 30 shards without a warning of Node.js', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'shards-'));
  const outfile = join(folder, 'many-shards.mjs');
  await build({
    entryPoints: [join(import.meta.dirname, 'support/many-shards-process.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
  const { stdout } = await promisify(execFile)(process.execPath, [outfile]);
  await rm(folder, { recursive: true });

  expect(stdout).toBe('enough\n');
}, 60_000);
