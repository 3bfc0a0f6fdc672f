import { readFile } from 'node:fs/promises';
import { replaceFile } from './durable-file.ts';
import { hasErrorCode, messageOf } from './error-facts.ts';
import { StoreWriteFailed } from './file-store/store-errors.ts';

/** The file is not valid JSON: it was changed by hand, or the disk is failing. */
export class JsonFileCorrupted extends Error {
  override readonly name = 'JsonFileCorrupted';
  readonly path: string;

  constructor(path: string, cause: unknown) {
    super(`${path} is damaged (${messageOf(cause)}): repair it, or move it away to go on without it.`, {
      cause,
    });
    this.path = path;
  }
}

/** A file with one JSON value that is replaced as a whole: a reader sees the old value or the new one. */
export class JsonFile<T> {
  readonly path: string;
  #last: Promise<void> = Promise.resolve();

  constructor(path: string) {
    this.path = path;
  }

  /** The value, whose shape is what this class has written; undefined when the file does not exist. Throws JsonFileCorrupted. */
  async read(): Promise<T | undefined> {
    let text: string;
    try {
      text = await readFile(this.path, 'utf8');
    } catch (error) {
      if (hasErrorCode(error, 'ENOENT')) return undefined;
      throw error;
    }
    try {
      return JSON.parse(text) as T;
    } catch (error) {
      throw new JsonFileCorrupted(this.path, error);
    }
  }

  /** Resolves when the value is on the disk, or rejects with StoreWriteFailed. Values are written in the order of the calls. */
  write(value: T): Promise<void> {
    const text = `${JSON.stringify(value, undefined, 2)}\n`;
    const written = this.#last
      .then(() => replaceFile(this.path, text))
      .catch((error: unknown) => {
        throw new StoreWriteFailed(this.path, error);
      });
    // A write that fails is its own caller's concern: the next one is tried all the same.
    this.#last = written.catch(() => undefined);
    return written;
  }
}
