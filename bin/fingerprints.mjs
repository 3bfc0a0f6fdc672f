import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join, relative } from 'node:path';

/** The folders that are bundled, and those that say if a build is due. */
const BUNDLED = ['cli', 'console', 'events', 'local', 'operate', 'tasks', 'workflow'];
const SOURCES = [...BUNDLED, 'infra', 'bench', 'bin'];

/**
 * Returns a hash of the names, sizes and modification times of all sources and of the lock file. A build is due if it
 * changes. Uses synchronous calls: every start of the program waits for this, and hundreds of small asynchronous calls
 * take twice as long.
 *
 * @param {string} root the project's folder
 */
export function fingerprintOf(root) {
  const hash = createHash('sha256');
  for (const file of filesIn(root, SOURCES)) {
    const { size, mtimeMs } = statSync(file);
    hash.update(`${file}:${size}:${mtimeMs}\n`);
  }
  const lock = join(root, 'package-lock.json');
  if (existsSync(lock)) hash.update(readFileSync(lock));
  return hash.digest('hex');
}

/**
 * Returns a hash of the contents of what is bundled. It is the same in a package and in the project that it was packed
 * from.
 *
 * @param {string} root the project's folder
 */
export function contentsOf(root) {
  const hash = createHash('sha256');
  for (const file of [...filesIn(root, BUNDLED), join(root, 'package.json')]) {
    hash.update(`${relative(root, file)}\n`).update(readFileSync(file));
  }
  return hash.digest('hex');
}

function filesIn(root, folders) {
  return folders
    .map((folder) => join(root, folder))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .sort(),
    );
}
