/**
 * A program that takes the lock of a folder again and again, for a time or so many times, now and then leaves it as a
 * process does that is killed, and prints how often it had it and how often somebody else had it as well.
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

/** The lock from now on names a process that is gone. */
function die(): void {
  // One that is killed does nothing at its end.
  process.removeAllListeners('exit');
  const claim = JSON.parse(readFileSync(lock, 'utf8')) as object;
  writeFileSync(`${inside}.${process.pid}`, JSON.stringify({ ...claim, pid: NO_PROCESS }));
  renameSync(`${inside}.${process.pid}`, lock);
}
