/** A file that reopens itself when it is used. */
interface Closable {
  closeDescriptor(): void;
}

/** Limits the number of open files: closes the least recently used one. */
export class DescriptorPool {
  /** True if no file may be written. */
  readonly isReadOnly: boolean;
  readonly #limit: number;
  readonly #open = new Set<Closable>();

  constructor(limit: number, isReadOnly = false) {
    this.#limit = limit;
    this.isReadOnly = isReadOnly;
  }

  /** Call it at every use of an open file. */
  use(file: Closable): void {
    this.#open.delete(file);
    this.#open.add(file);
    if (this.#open.size <= this.#limit) return;
    const [oldest] = this.#open;
    if (oldest === undefined) return;
    this.#open.delete(oldest);
    oldest.closeDescriptor();
  }

  /** Call it when a file was closed for another reason. */
  forget(file: Closable): void {
    this.#open.delete(file);
  }
}
