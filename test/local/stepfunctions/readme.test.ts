import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '../../..');

it('the example in the README of the runtime works', async () => {
  const readme = await readFile(join(root, 'local/stepfunctions/README.md'), 'utf8');
  const [, contents = ''] = /```ts\n(.*?)```/s.exec(readme) ?? [];
  const cwd = await mkdtemp(join(tmpdir(), 'readme-'));
  try {
    const banner = {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    };
    await build({
      stdin: { contents, resolveDir: root, loader: 'ts' },
      outfile: join(cwd, 'hello.mjs'),
      ...{ bundle: true, platform: 'node', format: 'esm', banner, logLevel: 'silent' },
    });
    const { stdout } = await promisify(execFile)(process.execPath, ['hello.mjs'], { cwd });

    const [endpoint, ended] = stdout.trim().split('\n');
    expect(endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(readme).toContain(`\n${ended}\n`);
    expect(readme).toContain(`\n${(await readdir(join(cwd, '.hello'))).join('  ')}\n`);
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
}, 60_000);
