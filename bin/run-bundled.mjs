// Runs a TypeScript entry file: bundles our own sources, leaves packages to Node, and imports the result.
import { mkdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Imports `entry`, a path below the project's root. Two runs at once do no harm: each swaps in a whole file. */
export async function runBundled(entry) {
  // Below node_modules, so that the bundle finds the packages which it leaves out.
  const outfile = join(root, 'node_modules/.cache/tvguide', entry.replace(/\.ts$/, '.mjs'));
  const staging = `${outfile}.${process.pid}`;
  await mkdir(dirname(outfile), { recursive: true });
  await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: staging,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    keepNames: true,
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  await rename(staging, outfile);
  return import(pathToFileURL(outfile).href);
}
