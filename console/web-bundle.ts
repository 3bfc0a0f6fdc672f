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

type NamedContent = readonly [name: string, content: Buffer];

/** Error codes of a folder that this user cannot write, as in a package that an administrator installed. */
const READ_ONLY = ['EACCES', 'EPERM', 'EROFS'];
/** Error codes of a cache that another process replaces at the same time. */
const REPLACED = ['ENOTEMPTY', 'EEXIST', 'ENOENT'];

/** Bundles the pages with esbuild, or returns the cached bundle of the same sources. */
export async function buildWeb(): Promise<WebBundle> {
  const folder = join(CACHE, await fingerprint());
  return (await read(folder)) ?? build(folder);
}

async function read(folder: string): Promise<WebBundle | undefined> {
  const names = await readdir(folder).catch(() => []);
  if (names.length === 0) return undefined;
  return bundleOf(
    await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name))] as const)),
  );
}

function bundleOf(contents: readonly NamedContent[]): WebBundle {
  const files = new Map(
    contents.map(([name, content]) => [
      name === 'favicon.svg' ? `/${name}` : `/assets/${name}`,
      { type: typeOf(name), content },
    ]),
  );
  const pathOf = (ending: string) => [...files.keys()].find((path) => path.endsWith(ending)) ?? '';
  return { files, script: pathOf('.js'), style: pathOf('.css') };
}

async function build(folder: string): Promise<WebBundle> {
  const { build: bundle, stop } = await import('esbuild');
  const { outputFiles } = await bundle({
    absWorkingDir: PROJECT,
    entryPoints: { console: join(SOURCES, 'main.tsx') },
    outdir: folder,
    write: false,
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
  const contents: NamedContent[] = [
    ...outputFiles.map((file) => [basename(file.path), Buffer.from(file.contents)] as const),
    ['favicon.svg', await readFile(join(SOURCES, 'favicon.svg'))],
  ];
  await keep(folder, contents);
  return bundleOf(contents);
}

/** Writes a bundle into the cache, unless this user cannot write there or another console writes it. */
async function keep(folder: string, contents: readonly NamedContent[]): Promise<void> {
  const staging = `${folder}.${process.pid}`;
  try {
    await rm(CACHE, { recursive: true, force: true });
    await mkdir(staging, { recursive: true });
    for (const [name, content] of contents) await writeFile(join(staging, name), content);
    await rename(staging, folder);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (READ_ONLY.includes(code)) return;
    await rm(staging, { recursive: true, force: true });
    if (!REPLACED.includes(code)) throw error;
  }
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
