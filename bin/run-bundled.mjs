// Runs a TypeScript entry file: bundles the project's sources without packages, and imports the result.
import './require-node.mjs';
import { mkdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Bundles and imports `entry`, a path relative to the project. Concurrent runs are safe: each moves a whole file. */
export async function runBundled(entry) {
  // Below node_modules, so that the bundle finds its packages.
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
