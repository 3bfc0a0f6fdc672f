import { createHash, type Hash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

const ROOT = join(import.meta.dirname, '../..');
const CACHE = 'node_modules/.cache/tvguide/tests';
/** Nothing of what the project builds comes from here. Whatever is new in its folder counts. */
const NO_SOURCES = new Set(['node_modules', 'dist', 'coverage', 'cdk.out', 'test', 'docs']);
const POLL_MS = 20;
/** An older lock was left behind, even if a process has the id of its holder: nothing takes so long to make. */
const MAX_LOCK_AGE_MS = 120_000;

/**
 * A folder that `make` fills, for what takes seconds and comes out the same each time: as long as the key is the same,
 * it is made once on a machine, also for other suites and versions of Node.js. Nobody may write into it later.
 *
 * @param name of what it is; of each name one folder is kept
 * @param keyNow changes with everything that the content depends on
 * @throws Error when it has changed while `make` was at work
 */
export async function madeOnce(
  name: string,
  keyNow: () => string,
  make: (folder: string) => Promise<void> | void,
  root = ROOT,
): Promise<string> {
  const parent = join(root, CACHE, name);
  const key = keyNow();
  const folder = join(parent, key);
  if (existsSync(folder)) return folder;
  const staging = `${folder}.${process.pid}`;
  const lock = `${folder}.lock`;
  await mkdir(parent, { recursive: true });
  while (!takeLock(lock)) await setTimeout(POLL_MS);
  try {
    // Another process may have made it while this one waited.
    if (existsSync(folder)) return folder;
    await mkdir(staging, { recursive: true });
    await make(staging);
    if (keyNow() !== key) throw new Error(`what ${name} is made from has changed meanwhile: start again`);
    await rename(staging, folder);
  } finally {
    await rm(staging, { recursive: true, force: true });
    await rm(lock, { force: true });
  }
  const others = (await readdir(parent)).filter((other) => /^[0-9a-f]+$/.test(other) && other !== key);
  for (const other of others) await rm(join(parent, other), { recursive: true, force: true });
  return folder;
}

/** Takes a lock, and returns false while another one holds it. Removes the lock of a process that has ended. */
function takeLock(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    if (!isHeld(lock)) rmSync(lock, { force: true });
    return false;
  }
}

function isHeld(lock: string): boolean {
  try {
    // No id is written yet: 0 is the group of this process, which is there.
    process.kill(Number(readFileSync(lock, 'utf8')), 0);
    return Date.now() - statSync(lock).mtimeMs < MAX_LOCK_AGE_MS;
  } catch {
    // There is no such process, or no lock any more.
    return false;
  }
}

/** A key for what depends on these texts. */
export function keyOf(...texts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const text of texts) addPart(hash, text);
  return hash.digest('hex');
}

/**
 * A key for what is built from the project's sources and packages: the content of every file that is no test and no
 * document. Of the packages it is what npm has written down at its last installation, and package-lock.json.
 */
export function sourcesKey(root = ROOT): string {
  const hash = createHash('sha256');
  const installed = join(root, 'node_modules/.package-lock.json');
  if (existsSync(installed)) addPart(hash, readFileSync(installed));
  for (const entry of readdirSync(root, { withFileTypes: true }).sort(byName)) {
    if (NO_SOURCES.has(entry.name) || entry.name.startsWith('.')) continue;
    if (entry.isFile()) addFile(hash, root, entry.name);
    if (entry.isDirectory()) {
      const below = readdirSync(join(root, entry.name), { recursive: true, withFileTypes: true });
      const files = below.filter((file) => file.isFile()).map((file) => join(file.parentPath, file.name));
      for (const file of files.sort()) addFile(hash, root, file.slice(root.length + 1));
    }
  }
  return hash.digest('hex');
}

function byName(one: { readonly name: string }, other: { readonly name: string }): number {
  return one.name < other.name ? -1 : 1;
}

function addFile(hash: Hash, root: string, path: string): void {
  addPart(hash, path);
  addPart(hash, readFileSync(join(root, path)));
}

/** With its length, so that two parts are never taken for two others. */
function addPart(hash: Hash, part: string | Buffer): void {
  hash.update(`${Buffer.byteLength(part)}:`).update(part);
}
