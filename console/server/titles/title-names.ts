import { isError } from '../../../operate/native-error.ts';
import type { SeenOfStream, StreamIndex } from './stream-index.ts';

/** Finds the names of titles that are not on the stream. */
export type NameTitles = (titleIds: readonly number[]) => Promise<ReadonlyMap<number, string>>;

/** The names of titles: of published ones from the events on the stream, of others from catalogues. */
export class TitleNames {
  readonly #names = new Map<number, string>();
  /** Titles without a name that are not looked up yet. */
  readonly #unknown = new Set<number>();
  readonly #lookedUp = new Set<number>();
  #seen: SeenOfStream | undefined;
  #isLookingUp = false;
  #hasFound = false;
  #failure: Error | undefined;

  /**
   * @param stream null without one, or if reading it for names alone is too much
   * @param lookUp null without catalogues
   */
  constructor(
    readonly stream: StreamIndex | null,
    readonly lookUp: NameTitles | null,
  ) {}

  /**
   * Takes the names in new events, and begins to look up those that were missing at the last call. Returns true if there
   * are new names.
   *
   * @throws the error of reading the stream or the catalogues
   */
  refresh(): boolean {
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure !== undefined) throw failure;
    const hasFound = this.#hasFound;
    this.#hasFound = false;
    void this.#lookUpUnknown();
    return this.#takeEvents() || hasFound;
  }

  /**
   * Finds the names of titles, now and not at a later call. Unknown ones are left out.
   *
   * @throws the error of reading the stream or the catalogues
   */
  async find(titleIds: readonly number[]): Promise<ReadonlyMap<number, string>> {
    this.#takeEvents();
    const missing = titleIds.filter((id) => !this.#names.has(id) && !this.#lookedUp.has(id));
    if (this.lookUp !== null && missing.length > 0) {
      this.#add(await this.lookUp(missing));
      for (const id of missing) this.#lookedUp.add(id);
    }
    const known = new Map<number, string>();
    for (const id of titleIds) {
      const name = this.#names.get(id);
      if (name !== undefined) known.set(id, name);
    }
    return known;
  }

  /** Takes the names in new events. Returns true if there are new events. */
  #takeEvents(): boolean {
    const news = this.stream?.since(this.#seen);
    if (news === undefined) return false;
    this.#seen = news.seen;
    for (const { titleId, title } of news.update.events) {
      if (titleId !== null && title !== null) this.#names.set(titleId, title);
    }
    return true;
  }

  #add(found: ReadonlyMap<number, string>): void {
    for (const [id, name] of found) if (!this.#names.has(id)) this.#names.set(id, name);
  }

  /** Returns the name of a title; null if it is not known. */
  of(titleId: number): string | null {
    const name = this.#names.get(titleId);
    if (name === undefined && !this.#lookedUp.has(titleId)) this.#unknown.add(titleId);
    return name ?? null;
  }

  async #lookUpUnknown(): Promise<void> {
    if (this.lookUp === null || this.#isLookingUp) return;
    const missing = [...this.#unknown].filter((id) => !this.#names.has(id));
    this.#unknown.clear();
    if (missing.length === 0) return;
    for (const id of missing) this.#lookedUp.add(id);
    this.#isLookingUp = true;
    try {
      const found = await this.lookUp(missing);
      this.#add(found);
      this.#hasFound = found.size > 0;
    } catch (error) {
      this.#failure = isError(error) ? error : new Error(String(error));
    } finally {
      this.#isLookingUp = false;
    }
  }
}
