import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { hasErrorCode } from './error-facts.ts';

/** A file with one JSON value that is replaced as a whole: a reader sees the old value or the new one. */
export class JsonFile<T> {
  readonly path: string;
  #last: Promise<void> = Promise.resolve();

  constructor(path: string) {
    this.path = path;
  }

  /** The value, whose shape is what this class has written; undefined when the file does not exist. */
  async read(): Promise<T | undefined> {
    try {
      return JSON.parse(await readFile(this.path, 'utf8')) as T;
    } catch (error) {
      if (hasErrorCode(error, 'ENOENT')) return undefined;
      throw error;
    }
  }

  /** Resolves when the value is on the disk. Values are written in the order of the calls. */
  write(value: T): Promise<void> {
    const text = `${JSON.stringify(value, undefined, 2)}\n`;
    const written = this.#last.then(() => this.#replace(text));
    // A write that fails is its own caller's concern: the next one is tried all the same.
    this.#last = written.catch(() => undefined);
    return written;
  }

  async #replace(text: string): Promise<void> {
    await mkdir(dirname(this.path), { recursive: true, mode: 0o700 });
    const temporary = `${this.path}.${randomUUID()}`;
    try {
      const file = await open(temporary, 'w', 0o600);
      try {
        await file.writeFile(text, 'utf8');
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(temporary, this.path);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }
}
