import { createHash, type Hash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

const ROOT = join(import.meta.dirname, '../..');
const CACHE = 'node_modules/.cache/tvguide/tests';
/** Folders without sources. Any other folder has sources, including new ones. */
const NO_SOURCES = new Set(['node_modules', 'dist', 'coverage', 'cdk.out', 'test', 'docs']);
const POLL_MS = 20;
/** The age above which a lock is stale, even if a process has the id of its holder. */
const MAX_LOCK_AGE_MS = 120_000;

/**
 * Caches a folder for slow, deterministic set-up. `make` fills it again only if the key changes. All suites and
 * versions of Node.js share it, so it must not be changed later.
 *
 * @param name the name of the artefact; only its latest folder is kept
 * @param keyNow returns a key that changes with every input of the artefact
 * @throws Error if the key changes while `make` runs
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
    if (keyNow() !== key) throw new Error(`the inputs of ${name} have changed meanwhile: start again`);
    await rename(staging, folder);
  } finally {
    await rm(staging, { recursive: true, force: true });
    await rm(lock, { force: true });
  }
  const others = (await readdir(parent)).filter((other) => /^[0-9a-f]+$/.test(other) && other !== key);
  for (const other of others) await rm(join(parent, other), { recursive: true, force: true });
  return folder;
}

/** Takes a lock. Returns false if another process holds it. Removes a stale lock. */
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
    // If no id is written yet, this checks 0, the group of this process, which exists.
    process.kill(Number(readFileSync(lock, 'utf8')), 0);
    return Date.now() - statSync(lock).mtimeMs < MAX_LOCK_AGE_MS;
  } catch {
    // The process has ended, or the lock was removed.
    return false;
  }
}

/** Returns a key of texts. */
export function keyOf(...texts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const text of texts) addPart(hash, text);
  return hash.digest('hex');
}

/**
 * Returns a key of the project's sources and packages: the content of every file except tests and documents, and npm's
 * record of the installed packages.
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

/** Adds a part with its length, so that two different lists of parts never have the same hash. */
function addPart(hash: Hash, part: string | Buffer): void {
  hash.update(`${Buffer.byteLength(part)}:`).update(part);
}
