import { isObject } from '../../interpreter/json.ts';
import { hasErrorCode, messageOf } from '../error-facts.ts';

/** Another process, or another part of this one, has the store open. End it first. */
export class StoreLocked extends Error {
  override readonly name = 'StoreLocked';
  readonly folder: string;
  /** The process that holds the store. */
  readonly pid: number;

  constructor(folder: string, lockFile: string, pid: number, host: string) {
    super(
      `The store ${folder} is in use by process ${pid} on ${host}: ` +
        `end it first, or remove ${lockFile} if it is gone.`,
    );
    this.folder = folder;
    this.pid = pid;
  }
}

/** The folder was written by another version of the program, or is not a store at all. Move it away. */
export class StoreFormatUnknown extends Error {
  override readonly name = 'StoreFormatUnknown';
  readonly folder: string;

  constructor(folder: string, found: string) {
    super(`${folder} is not a store that this version can read (${found}): move it away to begin a new one.`);
    this.folder = folder;
  }
}

/** What to do about a folder that cannot be used, by the operating system's code. */
const REMEDIES: ReadonlyMap<unknown, string> = new Map([
  ['EACCES', 'check the permissions of the folder'],
  ['EPERM', 'check the permissions of the folder'],
  ['EROFS', 'run where files can be written'],
  ['ENOTDIR', 'move the file that is in the way away'],
  ['EEXIST', 'move the file that is in the way away'],
  ['ENOSPC', 'make room on the disk'],
  ['EDQUOT', 'make room on the disk'],
]);

/** The operating system refuses what opening the store needs: the folder is read-only, a file, or on a full disk. */
export class StoreUnusable extends Error {
  override readonly name = 'StoreUnusable';
  readonly folder: string;

  constructor(folder: string, cause: unknown) {
    const remedy =
      REMEDIES.get(isObject(cause) ? cause['code'] : undefined) ?? 'check the folder and its disk';
    super(`The store ${folder} cannot be opened: ${messageOf(cause)}: ${remedy}.`, { cause });
    this.folder = folder;
  }
}

/** A file of the store could not be written: the disk is full, or the file was removed. The next write tries again. */
export class StoreWriteFailed extends Error {
  override readonly name = 'StoreWriteFailed';
  readonly path: string;

  constructor(path: string, cause: unknown) {
    super(`Cannot write ${path}: ${reasonOf(cause)}`, { cause });
    this.path = path;
  }
}

/** A file of the store could not be read: it was removed, or the disk is failing. */
export class StoreReadFailed extends Error {
  override readonly name = 'StoreReadFailed';
  readonly path: string;

  constructor(path: string, cause: unknown) {
    super(`Cannot read ${path}: ${reasonOf(cause)}`, { cause });
    this.path = path;
  }
}

function reasonOf(cause: unknown): string {
  return hasErrorCode(cause, 'ENOENT') ? 'it was removed while it was in use' : messageOf(cause);
}

/** A line of the store that was whole when it was written no longer is: the file was changed or the disk is failing. */
export class StoreCorrupted extends Error {
  override readonly name = 'StoreCorrupted';
  readonly path: string;
  /** Byte offset of the line in the file. */
  readonly offset: number;

  /** @param executionArn What the line was about, where that is known. */
  constructor(path: string, offset: number, executionArn?: string) {
    const lost = executionArn === undefined ? '' : `: the record of ${executionArn} is lost`;
    super(`${path} is damaged at byte ${offset}${lost}. Move the file away to go on without what it holds.`);
    this.path = path;
    this.offset = offset;
  }
}
