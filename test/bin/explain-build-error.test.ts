import { spawnSync } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

const project = join(import.meta.dirname, '../..');
let copy: string;
beforeEach(async () => {
  copy = await mkdtemp(join(tmpdir(), 'tvguide-bin-'));
  await cp(join(project, 'bin'), join(copy, 'bin'), { recursive: true });
  await cp(join(project, 'package.json'), join(copy, 'package.json'));
  await mkdir(join(copy, 'cli'));
  await mkdir(join(copy, 'local/stepfunctions/sandbox'), { recursive: true });
  await writeFile(join(copy, 'cli/main.ts'), 'console.log("it runs");\n');
  await writeFile(join(copy, 'local/stepfunctions/sandbox/expression-process.ts'), 'export {};\n');
  await writeFile(join(copy, 'package-lock.json'), '{}');
});
afterEach(() => rm(copy, { recursive: true, force: true }));

const run = () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['bin/tvguide.mjs'], {
    cwd: copy,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
};

async function install(): Promise<void> {
  await mkdir(join(copy, 'node_modules/@esbuild'), { recursive: true });
  await symlink(join(project, 'node_modules/esbuild'), join(copy, 'node_modules/esbuild'));
}

describe('a program that cannot be built', () => {
  it('names the missing packages before npm ci', () => {
    expect(run()).toEqual({
      status: 1,
      stdout: '',
      stderr: 'tvguide: packages are not installed: run `npm ci` in the project first\n',
    });
  });

  it('names the position of a syntax error', async () => {
    await install();
    await writeFile(join(copy, 'cli/main.ts'), 'const a = 1;\nconst b = = 2;\n');

    expect(run()).toEqual({
      status: 1,
      stdout: '',
      stderr: 'tvguide: the sources cannot be built: cli/main.ts:2:11: Unexpected "="\n',
    });
  });

  it('reports an unknown package as not installed', async () => {
    await install();
    await writeFile(join(copy, 'cli/main.ts'), 'import "no-such-package";\n');

    expect(run().stderr).toBe('tvguide: packages are not installed: run `npm ci` in the project first\n');
  });

  it('names a folder that cannot be created', async () => {
    await install();
    // A file in place of the cache folder, because root ignores the permissions of a folder.
    await writeFile(join(copy, 'node_modules/.cache'), '');
    await chmod(join(copy, 'node_modules/.cache'), 0o400);

    const { status, stderr } = run();
    expect(status).toBe(1);
    expect(stderr).toMatch(/^tvguide: cannot be built: (EEXIST|ENOTDIR): .*: make it writable, or [^\n]*\n$/);
  });

  it('runs if nothing is wrong', async () => {
    await install();

    expect(run()).toEqual({ status: 0, stdout: 'it runs\n', stderr: '' });
  });
});
