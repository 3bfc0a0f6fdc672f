import type { SeenOfStream, StreamIndex } from './stream-index.ts';

/** The names of titles, as far as the events on the stream tell them. */
export class TitleNames {
  readonly #names = new Map<number, string>();
  #seen: SeenOfStream | undefined;

  /** @param stream null without one, or if reading it for names alone is too much */
  constructor(readonly stream: StreamIndex | null) {}

  /** Takes the names in new events; returns true if there are any. @throws the error of reading the stream */
  refresh(): boolean {
    const news = this.stream?.since(this.#seen);
    if (news === undefined) return false;
    this.#seen = news.seen;
    for (const { titleId, title } of news.update.events) if (title !== null) this.#names.set(titleId, title);
    return true;
  }

  /** Returns the name of a title; null if it is not known. */
  of(titleId: number): string | null {
    return this.#names.get(titleId) ?? null;
  }
}
