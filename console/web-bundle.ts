import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder, one level above this file, both in the sources and in the bundle of the command line. */
const PROJECT = join(dirname(fileURLToPath(import.meta.url)), '..');
const SOURCES = join(PROJECT, 'console/web');
const CACHE = join(PROJECT, 'node_modules/.cache/tvguide/console');

/** The bundled pages. */
export interface WebBundle {
  /** Files by their URL paths. */
  readonly files: ReadonlyMap<string, { readonly type: string; readonly content: Buffer }>;
  /** The URL path of the script. */
  readonly script: string;
  /** The URL path of the style sheet. */
  readonly style: string;
}

/** Bundles the pages with esbuild, or returns the cached bundle of the same sources. */
export async function buildWeb(): Promise<WebBundle> {
  const folder = join(CACHE, await fingerprint());
  return (await read(folder)) ?? build(folder);
}

async function read(folder: string): Promise<WebBundle | undefined> {
  const names = await readdir(folder).catch(() => []);
  if (names.length === 0) return undefined;
  const files = new Map<string, { type: string; content: Buffer }>();
  for (const name of names) {
    const path = name === 'favicon.svg' ? `/${name}` : `/assets/${name}`;
    files.set(path, { type: typeOf(name), content: await readFile(join(folder, name)) });
  }
  const pathOf = (ending: string) => [...files.keys()].find((path) => path.endsWith(ending)) ?? '';
  return { files, script: pathOf('.js'), style: pathOf('.css') };
}

async function build(folder: string): Promise<WebBundle> {
  const { build: bundle, stop } = await import('esbuild');
  const staging = `${folder}.${process.pid}`;
  await rm(CACHE, { recursive: true, force: true });
  await mkdir(staging, { recursive: true });
  await bundle({
    absWorkingDir: PROJECT,
    entryPoints: { console: join(SOURCES, 'main.tsx') },
    outdir: staging,
    entryNames: '[name]-[hash]',
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'none',
    logLevel: 'silent',
  });
  // esbuild keeps a process for further builds.
  await stop();
  await writeFile(join(staging, 'favicon.svg'), await readFile(join(SOURCES, 'favicon.svg')));
  await rename(staging, folder).catch(async (error: unknown) => {
    // Another console has built the same sources in the meantime.
    if ((await read(folder)) === undefined) throw error;
    await rm(staging, { recursive: true, force: true });
  });
  const made = await read(folder);
  if (made === undefined) throw new Error(`${folder} holds no bundle`);
  return made;
}

/** Returns a hash that changes with the sources. */
async function fingerprint(): Promise<string> {
  const hash = createHash('sha256');
  const entries = await readdir(SOURCES, { recursive: true, withFileTypes: true });
  for (const entry of entries
    .filter((each) => each.isFile())
    .map((each) => join(each.parentPath, each.name))
    .sort()) {
    const { size, mtimeMs } = await stat(entry);
    hash.update(`${basename(entry)}:${size}:${mtimeMs}\n`);
  }
  return hash.digest('hex').slice(0, 16);
}

function typeOf(name: string): string {
  if (name.endsWith('.css')) return 'text/css; charset=utf-8';
  return name.endsWith('.svg') ? 'image/svg+xml' : 'text/javascript; charset=utf-8';
}
