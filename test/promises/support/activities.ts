/** Work that goes on beside other work. */
export class Activities {
  readonly #open = new Set<Promise<void>>();
  #defect: { readonly error: unknown } | undefined;

  get isEmpty(): boolean {
    return this.#open.size === 0;
  }

  /** Lets work go on. {@link allDone} throws its errors. */
  begin(work: Promise<void>): void {
    const noted: Promise<void> = work
      .catch((error: unknown) => {
        this.#defect ??= { error };
      })
      .finally(() => this.#open.delete(noted));
    this.#open.add(noted);
  }

  /** Waits until all work is done, work that has begun meanwhile included. */
  async allDone(): Promise<void> {
    while (this.#open.size > 0) await Promise.all(this.#open);
    if (this.#defect !== undefined) throw this.#defect.error;
  }
}
