/** Concurrent work. */
export class Activities {
  readonly #open = new Set<Promise<void>>();
  #defect: { readonly error: unknown } | undefined;

  get isEmpty(): boolean {
    return this.#open.size === 0;
  }

  /** Adds running work. {@link allDone} throws its errors. */
  begin(work: Promise<void>): void {
    const noted: Promise<void> = work
      .catch((error: unknown) => {
        this.#defect ??= { error };
      })
      .finally(() => this.#open.delete(noted));
    this.#open.add(noted);
  }

  /** Waits until all work is done, including work added meanwhile. */
  async allDone(): Promise<void> {
    while (this.#open.size > 0) await Promise.all(this.#open);
    if (this.#defect !== undefined) throw this.#defect.error;
  }
}
