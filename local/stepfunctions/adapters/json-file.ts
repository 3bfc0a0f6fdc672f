import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { decodeChecked, encodeChecked } from './checked-json.ts';
import { replaceFile } from './durable-file.ts';
import { hasErrorCode, messageOf } from './error-facts.ts';
import { StoreWriteFailed } from './file-store/store-errors.ts';

/** The file is not as it was written: it was changed by hand, or the disk is failing. */
export class JsonFileCorrupted extends Error {
  override readonly name = 'JsonFileCorrupted';
  readonly path: string;

  constructor(path: string, cause: unknown) {
    super(
      `${path} is damaged: ${messageOf(cause)}. Put back a copy of it, or move it away to go on without it; ` +
        'if you have changed it yourself, set its checksum to null.',
      { cause },
    );
    this.path = path;
  }
}

/**
 * A file with one JSON value and its checksum that is replaced as a whole: a reader sees the old value or the new one,
 * and never takes a damaged one for either. Files of earlier versions, without a checksum, are read as well.
 */
export class JsonFile<T> {
  readonly path: string;
  #last: Promise<void> = Promise.resolve();

  constructor(path: string) {
    this.path = path;
  }

  /**
   * The value, whose shape is what this class has written; undefined when the file does not exist.
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

  /** {@link read} at once. */
  readSync(): T | undefined {
    let text: string | undefined;
    try {
      text = readFileSync(this.path, 'utf8');
    } catch (error) {
      if (!hasErrorCode(error, 'ENOENT')) throw error;
    }
    return this.#decode(text);
  }

  /** Resolves when the value is on the disk, or rejects with StoreWriteFailed. Values are written in the order of the calls. */
  write(value: T): Promise<void> {
    const text = encodeChecked(value);
    const written = this.#last
      .then(() => replaceFile(this.path, text))
      .catch((error: unknown) => {
        throw new StoreWriteFailed(this.path, error);
      });
    // A write that fails is its own caller's concern: the next one is tried all the same.
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
