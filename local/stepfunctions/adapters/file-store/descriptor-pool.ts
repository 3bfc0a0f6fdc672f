/** A file that can be closed and opens itself again when it is needed. */
interface Closable {
  closeDescriptor(): void;
}

/** Keeps the number of open files small: when one too many is used, the one used least recently is closed. */
export class DescriptorPool {
  readonly #limit: number;
  readonly #open = new Set<Closable>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** To be called at every use of an open file. */
  use(file: Closable): void {
    this.#open.delete(file);
    this.#open.add(file);
    if (this.#open.size <= this.#limit) return;
    const [oldest] = this.#open;
    if (oldest === undefined) return;
    this.#open.delete(oldest);
    oldest.closeDescriptor();
  }

  /** To be called when a file was closed for another reason. */
  forget(file: Closable): void {
    this.#open.delete(file);
  }
}
