// Bundles the command line and the runtime behind it into dist/, so that Node runs them without a loader.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { describeFault, explainBuildError } from './explain-build-error.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
const SOURCES = ['events', 'workflow', 'tasks', 'local', 'operate', 'cli', 'infra', 'bench', 'console'];
const ENTRIES = {
  tvguide: 'cli/main.ts',
  'expression-process': 'local/stepfunctions/sandbox/expression-process.ts',
};

/**
 * The newest of all sources' names, sizes and times: changes whenever a rebuild is due. Every start of the program waits
 * for it, and nothing else is under way: hundreds of small calls take half as long without a promise each.
 */
async function fingerprint() {
  const hash = createHash('sha256');
  for (const folder of [...SOURCES, 'bin']) {
    if (!existsSync(join(root, folder))) continue;
    const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    for (const file of files.sort()) {
      const { size, mtimeMs } = statSync(file);
      hash.update(`${file}:${size}:${mtimeMs}\n`);
    }
  }
  hash.update(await readFile(join(root, 'package-lock.json')));
  return hash.digest('hex');
}

/** Builds dist/ when the sources are newer than it. Of builds at once the first swaps in its folder. */
export async function ensureBuilt() {
  const wanted = await fingerprint();
  if ((await builtFrom()) !== wanted) await build(wanted);
  return dist;
}

/** The fingerprint of the sources that dist/ was built from; empty when there is no dist/. */
function builtFrom() {
  return readFile(join(dist, 'fingerprint'), 'utf8').catch(() => '');
}

async function build(mark) {
  const { build: bundle, stop } = await import('esbuild');
  // Apart from dist/, so that a build that is killed leaves nothing beside the sources.
  const cache = join(root, 'node_modules/.cache/tvguide');
  await sweep(cache);
  const staging = join(cache, `dist.${process.pid}`);
  await mkdir(staging, { recursive: true });
  try {
    const { warnings } = await bundle({
      absWorkingDir: root,
      entryPoints: ENTRIES,
      outdir: staging,
      bundle: true,
      splitting: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      keepNames: true,
      sourcemap: 'linked',
      // Faults come back as an error, which says where they are.
      logLevel: 'silent',
      // CommonJS dependencies call require for Node's own modules.
      banner: {
        js: "import { createRequire as createRequireForBundle } from 'node:module'; const require = createRequireForBundle(import.meta.url);",
      },
      outExtension: { '.js': '.mjs' },
      // esbuild finds its program beside its own file; the console bundles its pages with it on demand.
      external: ['kinesis-local', 'esbuild'],
    });
    for (const warning of warnings) process.stderr.write(`warning: ${describeFault(warning)}\n`);
    // esbuild keeps a process of its own for the next build, and its memory; there is none.
    await stop();
    await writeFile(join(staging, 'fingerprint'), mark);
    await swapIn(staging, mark);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** Puts a build in the place of dist/, unless another one of the same sources was first: that one is in use already. */
async function swapIn(staging, mark) {
  while (!(await isMoved(staging, dist, ['ENOTEMPTY', 'EEXIST'])) && (await builtFrom()) !== mark) {
    const old = `${staging}.old`;
    await isMoved(dist, old, ['ENOENT']);
    await rm(old, { recursive: true, force: true });
  }
}

/** Moves a folder; false when that fails with one of these codes. */
async function isMoved(from, to, codes) {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (codes.includes(error.code)) return false;
    throw error;
  }
}

/** Removes what builds that were killed have left: the folders of processes that are gone. */
async function sweep(cache) {
  for (const name of await readdir(cache).catch(() => [])) {
    const pid = Number(/^dist\.(\d+)(\.old)?$/.exec(name)?.[1]);
    // A folder with this process's own number is of an earlier process that had it.
    if (Number.isNaN(pid) || (pid !== process.pid && isAlive(pid))) continue;
    await rm(join(cache, name), { recursive: true, force: true });
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: there is one, and it belongs to somebody else.
    return error.code === 'EPERM';
  }
}

/** {@link ensureBuilt}; what keeps it from that and can be mended is told in one line, and ends the process. */
export async function builtOrExit() {
  return ensureBuilt().catch((error) => {
    const line = explainBuildError(error);
    if (line === undefined) throw error;
    process.stderr.write(`tvguide: ${line}\n`);
    process.exit(1);
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await builtOrExit();
