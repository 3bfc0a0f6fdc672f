import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { decodeChecked, encodeChecked } from './checked-json.ts';
import { replaceFile } from './durable-file.ts';
import { hasErrorCode, messageOf } from './error-facts.ts';
import { StoreWriteFailed } from './file-store/store-errors.ts';

/** A file has changed since it was written: by an edit, or by a failing disk. */
export class JsonFileCorrupted extends Error {
  override readonly name = 'JsonFileCorrupted';
  readonly path: string;

  constructor(path: string, cause: unknown) {
    super(
      `${path} is damaged: ${messageOf(cause)}. Restore a copy, or move the file away to continue without it. ` +
        'If you have edited it yourself, set its checksum to null.',
      { cause },
    );
    this.path = path;
  }
}

/**
 * A file with one JSON value and its checksum. Writes are atomic. Files of earlier versions, without a checksum, can be
 * read.
 */
export class JsonFile<T> {
  readonly path: string;
  #last: Promise<void> = Promise.resolve();

  constructor(path: string) {
    this.path = path;
  }

  /**
   * Reads the value, or undefined if the file does not exist. Does not validate the type of the value.
   *
   * @throws JsonFileCorrupted
   */
  async read(): Promise<T | undefined> {
    let text: string | undefined;
    try {
      text = await readFile(this.path, 'utf8');
    } catch (error) {
      if (!hasErrorCode(error, 'ENOENT')) throw error;
    }
    return this.#decode(text);
  }

  /** Like {@link read}, but synchronous. */
  readSync(): T | undefined {
    let text: string | undefined;
    try {
      text = readFileSync(this.path, 'utf8');
    } catch (error) {
      if (!hasErrorCode(error, 'ENOENT')) throw error;
    }
    return this.#decode(text);
  }

  /** Writes the value to disk, in the order of the calls. @throws StoreWriteFailed */
  write(value: T): Promise<void> {
    const text = encodeChecked(value);
    const written = this.#last
      .then(() => replaceFile(this.path, text))
      .catch((error: unknown) => {
        throw new StoreWriteFailed(this.path, error);
      });
    // A failure is reported to its own caller only, and does not affect the next write.
    this.#last = written.catch(() => undefined);
    return written;
  }

  #decode(text: string | undefined): T | undefined {
    if (text === undefined) return undefined;
    try {
      return decodeChecked(text) as T;
    } catch (error) {
      throw new JsonFileCorrupted(this.path, error);
    }
  }
}
