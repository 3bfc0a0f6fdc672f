import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, it } from '@jest/globals';
import { build } from 'esbuild';
import packageJson from '../../package.json' with { type: 'json' };

const root = join(import.meta.dirname, '../..');
const readme = readFileSync(join(root, 'consumer/README.md'), 'utf8');

let folder: string;
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Returns the commands of the section about copying, for a folder. */
function commandsFor(copy: string): string {
  const [, commands = ''] = /## Copy it\n.*?```console\n(.*?)```/s.exec(readme) ?? [];
  return commands.replaceAll(/^\$ /gm, '').replaceAll('../my-consumer', copy);
}

it('can be copied with the commands of its README, and needs no file and no package beyond', async () => {
  folder = mkdtempSync(join(tmpdir(), 'my-consumer-'));
  execFileSync('sh', ['-e', '-c', commandsFor(folder)], { cwd: root });
  const { metafile, errors } = await build({
    ...{ absWorkingDir: folder, entryPoints: ['consumer/handler.ts'], write: false, outdir: 'dist' },
    ...{ bundle: true, platform: 'node', format: 'esm', metafile: true, logLevel: 'silent' },
    nodePaths: [join(dirname(createRequire(import.meta.url).resolve('ajv/package.json')), '..')],
  });
  const inputs = Object.keys(metafile.inputs);
  const own = inputs.filter((path) => !path.includes('node_modules'));
  const asked = new Set(
    own
      .flatMap((path) => metafile.inputs[path]!.imports)
      .flatMap(({ original = '' }) => /^(?!node:|\.)(?:@[^/]+\/)?[^/]+/.exec(original)?.[0] ?? []),
  );
  const [, named = ''] = /^- \*\*Packages\*\*:(.*?)\n(?:- |\n)/ms.exec(readme) ?? [];
  const packages = [...named.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);

  expect(errors).toEqual([]);
  expect(own).toContain('consumer/catalogue/observe.ts');
  expect([...asked].sort()).toEqual(packages.sort());
  expect(Object.keys(packageJson.dependencies)).toEqual(expect.arrayContaining(packages));
});
