import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import packageJson from '../../package.json' with { type: 'json' };
import { folderForRuns, type TemporaryFolder } from '../cli/support/child.ts';

const execute = promisify(execFile);
const project = join(import.meta.dirname, '../..');

// The package is packed, unpacked and built, on machines that may be busy.
jest.setTimeout(60_000);

describe('the package', () => {
  let folder: string;
  let installed: string;
  let link: string;
  let runs: TemporaryFolder;

  /** Calls the installed program by a link, as a global installation does. */
  const tvguide = (...args: string[]) =>
    execute(link, args, { cwd: runs.path, env: { PATH: `${dirname(link)}:${process.env['PATH'] ?? ''}` } });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'package-'));
    runs = await folderForRuns();
    // A copy, because other tests replace dist/.
    const copy = join(folder, 'project');
    const own = packageJson.files.filter((file) => !file.includes('dist'));
    for (const file of [...own, 'bin/tvguide.mjs', 'package.json', '.npmrc']) {
      await cp(join(project, file), join(copy, file), { recursive: true });
    }
    const { stdout } = await execute('npm', ['pack', '--json', '--pack-destination', folder], { cwd: copy });
    const [{ filename = '' } = {}] = JSON.parse(stdout) as { filename?: string }[];
    await execute('tar', ['-xzf', filename], { cwd: folder });
    // Only with the dependencies that users install.
    installed = join(folder, 'lib/node_modules/uk-tv-guide-ingestion');
    for (const name of Object.keys(packageJson.dependencies)) {
      await mkdir(dirname(join(folder, 'lib/node_modules', name)), { recursive: true });
      await symlink(join(project, 'node_modules', name), join(folder, 'lib/node_modules', name));
    }
    await cp(join(folder, 'package'), installed, { recursive: true });
    link = join(folder, 'tools/tvguide');
    await mkdir(dirname(link));
    await symlink(join(installed, 'bin/tvguide.mjs'), link);
  });
  afterAll(async () => {
    await runs.remove();
    await rm(folder, { recursive: true, force: true });
  });

  it('runs below node_modules, where Node.js loads no TypeScript', async () => {
    expect(await tvguide('--version')).toMatchObject({ stdout: `${packageJson.version}\n`, stderr: '' });
    expect((await tvguide('graph')).stdout).toContain('"Ingest titles"');
    expect((await tvguide('why', '--help')).stdout).toContain('  $ tvguide why');
  });

  it('has all files that are read by their path', async () => {
    const { stdout } = await tvguide('run', '--titles', '3', '--json', '--quiet');
    expect(JSON.parse(stdout)).toMatchObject({ status: 'SUCCEEDED', summary: { published: 3 } });
  });

  it('is not built again only because of the times of its files', async () => {
    const before = await stat(join(installed, 'dist'));
    await utimes(join(installed, 'cli/main.ts'), new Date(0), new Date(0));
    await tvguide('--version');

    expect((await stat(join(installed, 'dist'))).ino).toBe(before.ino);
    expect(await readdir(join(installed, 'dist'))).toContain('contents');
  });

  it('has neither tests nor tools', async () => {
    expect((await readdir(installed)).sort()).toEqual([
      'bin',
      'cli',
      'console',
      'consumer',
      'dist',
      'events',
      'infra',
      'local',
      'node_modules',
      'operate',
      'package.json',
      'tasks',
      'workflow',
    ]);
    expect(await readFile(join(installed, 'package.json'), 'utf8')).toBe(
      await readFile(join(project, 'package.json'), 'utf8'),
    );
  });
});

it('the program can be executed', async () => {
  expect((await stat(join(project, 'bin/tvguide.mjs'))).mode & 0o111).toBe(0o111);
});
