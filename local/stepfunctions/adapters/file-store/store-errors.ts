import { isObject } from '../../interpreter/json.ts';
import { hasErrorCode, messageOf } from '../error-facts.ts';

/** The store is already open, in another process or in this one. */
export class StoreLocked extends Error {
  override readonly name = 'StoreLocked';
  readonly folder: string;
  /** The process that holds the store. */
  readonly pid: number;

  constructor(folder: string, lockFile: string, pid: number, host: string) {
    super(
      `The store ${folder} is in use by process ${pid} on ${host}: ` +
        `stop that process first, or remove ${lockFile} if it no longer exists.`,
    );
    this.folder = folder;
    this.pid = pid;
  }
}

/** The folder was written by another version of the program, or is not a store. */
export class StoreFormatUnknown extends Error {
  override readonly name = 'StoreFormatUnknown';
  readonly folder: string;

  constructor(folder: string, found: string) {
    super(
      `${folder} is not a store that this version can read (${found}): move it away to start with a new one.`,
    );
    this.folder = folder;
  }
}

/** Remedies by error code of the operating system. */
const REMEDIES: ReadonlyMap<unknown, string> = new Map([
  ['EACCES', 'check the permissions of the folder'],
  ['EPERM', 'check the permissions of the folder'],
  ['EROFS', 'use a folder on a writable file system'],
  ['ENOTDIR', 'a file has the name of the folder: move it away'],
  ['EEXIST', 'a file has the name of the folder: move it away'],
  ['ENOSPC', 'free up space on the disk'],
  ['EDQUOT', 'free up space on the disk'],
]);

/** The store cannot be opened: the folder is read-only, is a file, or is on a full disk. */
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

/** A file of the store could not be written: the disk is full, or the file was removed. The next write retries. */
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

/** A line of the store is damaged: the file was edited, or the disk is failing. */
export class StoreCorrupted extends Error {
  override readonly name = 'StoreCorrupted';
  readonly path: string;
  /** Byte offset of the line in the file. */
  readonly offset: number;

  /** @param executionArn The execution of the line, if known. */
  constructor(path: string, offset: number, executionArn?: string) {
    const lost = executionArn === undefined ? '' : `: the record of ${executionArn} is lost`;
    super(`${path} is damaged at byte ${offset}${lost}. Move the file away to continue without its content.`);
    this.path = path;
    this.offset = offset;
  }
}
