import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

const execute = promisify(execFile);
const own = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

let project: string;
beforeEach(async () => {
  project = await mkdtemp(join(tmpdir(), 'build-'));
  await mkdir(join(project, 'cli'));
  await mkdir(join(project, 'local/stepfunctions/sandbox'), { recursive: true });
  await mkdir(join(project, 'node_modules'));
  await cp(own('bin'), join(project, 'bin'), { recursive: true });
  await cp(own('package.json'), join(project, 'package.json'));
  await symlink(own('node_modules/esbuild'), join(project, 'node_modules/esbuild'));
  await writeFile(join(project, 'cli/main.ts'), 'console.log(1);\n');
  await writeFile(join(project, 'local/stepfunctions/sandbox/expression-process.ts'), 'console.log(2);\n');
  await writeFile(join(project, 'package-lock.json'), '{}\n');
});
afterEach(() => rm(project, { recursive: true }));

describe('a build', () => {
  it('removes the folders of killed builds, and keeps those of running builds', async () => {
    const cache = join(project, 'node_modules/.cache/tvguide');
    const dead = 2 ** 22 + 1; // Above the largest process number.
    for (const name of [`dist.${dead}`, `dist.${dead}.old`, `dist.${process.pid}`, 'other'])
      await mkdir(join(cache, name, 'inner'), { recursive: true });

    await execute(process.execPath, ['bin/build.mjs'], { cwd: project });

    expect((await readdir(cache)).sort()).toEqual([`dist.${process.pid}`, 'other']);
    expect(await readdir(join(project, 'dist'))).toEqual(
      expect.arrayContaining(['tvguide.mjs', 'expression-process.mjs']),
    );
  });

  it('keeps the folder of a concurrent build of the same sources', async () => {
    const dist = join(project, 'dist');
    const seen = new Set<number>();
    const build = async () => {
      await execute(process.execPath, ['bin/build.mjs'], { cwd: project });
      return 'over';
    };
    const builds = Promise.all([build(), build(), build(), build()]);
    const look = () => stat(dist).catch(() => undefined);
    for (;;) {
      const folder = await Promise.race([builds, look()]);
      if (Array.isArray(folder)) break;
      if (folder !== undefined) seen.add(folder.ino);
    }

    expect(seen.size).toBe(1);
  });
});
