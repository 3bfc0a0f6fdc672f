/**
 * A program that repeatedly takes the lock of a folder, for a time or a number of times, and sometimes leaves it like a
 * killed process. Prints the number of times it had the lock, and of times another process had it as well.
 */
import { closeSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StoreLock } from '../../../../../../local/stepfunctions/adapters/file-store/store-lock.ts';

const [, , folder = '', milliseconds = '', times = ''] = process.argv;
const lock = join(folder, 'lock');
const inside = join(folder, 'inside');
const NO_PROCESS = 2 ** 22 + 1;
const endAt = performance.now() + Number(milliseconds);
let taken = 0;
let shared = 0;
while (performance.now() < endAt && taken < Number(times)) {
  try {
    const held = new StoreLock(folder);
    taken += 1;
    if (!enter()) shared += 1;
    rmSync(inside, { force: true });
    if (taken % 4 === 0) held.release();
    else die();
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'StoreLocked') throw error;
  }
}
process.stdout.write(JSON.stringify({ taken, shared }));

function enter(): boolean {
  try {
    closeSync(openSync(inside, 'wx'));
    return true;
  } catch {
    return false;
  }
}

/** Makes the lock name a dead process. */
function die(): void {
  // A killed process runs no exit handlers.
  process.removeAllListeners('exit');
  const claim = JSON.parse(readFileSync(lock, 'utf8')) as object;
  writeFileSync(`${inside}.${process.pid}`, JSON.stringify({ ...claim, pid: NO_PROCESS }));
  renameSync(`${inside}.${process.pid}`, lock);
}
