// Bundles the command line and the runtime into dist/, so that Node.js runs them without a loader.
import './require-node.mjs';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { contentsOf, fingerprintOf } from './fingerprints.mjs';
import { describeFault, explainBuildError } from './explain-build-error.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
/** A package has no lock file. */
const isPackage = !existsSync(join(root, 'package-lock.json'));
/** Error codes of a folder that this user cannot write. */
const READ_ONLY = ['EACCES', 'EPERM', 'EROFS'];
const ENTRIES = {
  tvguide: 'cli/main.ts',
  'expression-process': 'local/stepfunctions/sandbox/expression-process.ts',
};

/** Builds dist/ if the sources have changed. Of concurrent builds, the first one provides the folder. */
export async function ensureBuilt() {
  const wanted = fingerprintOf(root);
  if ((await builtFrom()) === wanted) return dist;
  if (!(isPackage && (await adopt(wanted)))) await build(wanted);
  return dist;
}

/** Returns the fingerprint of the sources that dist/ was built from, or an empty text if there is no dist/. */
function builtFrom(name = 'fingerprint') {
  return readFile(join(dist, name), 'utf8').catch(() => '');
}

/**
 * Returns true if dist/ was built from the contents of the sources. The installation of a package changes the times that
 * the fingerprint has, so the new one is kept, if the folder can be written.
 */
async function adopt(mark) {
  if ((await builtFrom('contents')) !== contentsOf(root)) return false;
  await writeFile(join(dist, 'fingerprint'), mark).catch((error) => {
    if (!READ_ONLY.includes(error.code)) throw error;
  });
  return true;
}

async function build(mark) {
  const { build: bundle, stop } = await import('esbuild');
  // Outside of dist/, so that a killed build leaves nothing among the sources.
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
      // The thrown error has the faults and their positions.
      logLevel: 'silent',
      // CommonJS dependencies call `require` for built-in modules.
      banner: {
        js: "import { createRequire as createRequireForBundle } from 'node:module'; const require = createRequireForBundle(import.meta.url);",
      },
      outExtension: { '.js': '.mjs' },
      // esbuild finds its binary next to its own file. The console bundles its pages with it on demand.
      external: ['kinesis-local', 'esbuild'],
    });
    for (const warning of warnings) process.stderr.write(`warning: ${describeFault(warning)}\n`);
    // Ends esbuild's child process, which otherwise waits for another build.
    await stop();
    await writeFile(join(staging, 'fingerprint'), mark);
    await writeFile(join(staging, 'contents'), contentsOf(root));
    await swapIn(staging, mark);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** Replaces dist/ with a build, unless a concurrent build of the same sources was first and may be in use. */
async function swapIn(staging, mark) {
  while (!(await isMoved(staging, dist, ['ENOTEMPTY', 'EEXIST'])) && (await builtFrom()) !== mark) {
    const old = `${staging}.old`;
    await isMoved(dist, old, ['ENOENT']);
    await rm(old, { recursive: true, force: true });
  }
}

/** Moves a folder. Returns false if that fails with one of these codes. */
async function isMoved(from, to, codes) {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (codes.includes(error.code)) return false;
    throw error;
  }
}

/** Removes the staging folders of killed builds. */
async function sweep(cache) {
  for (const name of await readdir(cache).catch(() => [])) {
    const pid = Number(/^dist\.(\d+)(\.old)?$/.exec(name)?.[1]);
    // A folder with the id of this process belongs to an earlier process with the same id.
    if (Number.isNaN(pid) || (pid !== process.pid && isAlive(pid))) continue;
    await rm(join(cache, name), { recursive: true, force: true });
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: the process exists and belongs to another user.
    return error.code === 'EPERM';
  }
}

/** Calls {@link ensureBuilt}. Prints a known, fixable error in one line and exits with 1. */
export async function builtOrExit() {
  return ensureBuilt().catch((error) => {
    const line = explainBuildError(error, isPackage);
    if (line === undefined) throw error;
    process.stderr.write(`tvguide: ${line}\n`);
    process.exit(1);
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await builtOrExit();
