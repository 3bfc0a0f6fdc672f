/** A title of the catalogue. Its name can change. */
export interface Title {
  readonly id: number;
  readonly name: string;
  readonly type: 'movie' | 'tv_series' | 'tv_special' | 'tv_miniseries' | 'short_film';
  /** IDs of genres. */
  readonly genres: readonly number[];
  readonly year: number;
}

/** A service in one country as text: `GB:203`. */
export type Service = `${string}:${number}`;

/** A change of the catalogue at a time in epoch milliseconds. */
export type Change = { readonly at: number; readonly titleId: number } & (
  | { readonly change: 'arrives' | 'leaves'; readonly service: Service }
  | { readonly change: 'is renamed'; readonly name: string }
);

/** A time in which a service has a title, in ticks. `to` is undefined while it still does. */
interface Stay {
  readonly from: number;
  to?: number;
}

/**
 * The truth about titles and services: a catalogue that changes at planned times and on demand, and remembers when. Each
 * change and each reading is one tick, so that their order is known within a millisecond.
 */
export class ChangingCatalogue {
  readonly #titles = new Map<number, Title>();
  readonly #names = new Map<number, string>();
  readonly #on = new Map<Service, Set<number>>();
  readonly #stays = new Map<string, Stay[]>();
  readonly #planned: Change[];
  #tick = 0;

  constructor(titles: readonly Title[], planned: readonly Change[] = []) {
    for (const title of titles) {
      this.#titles.set(title.id, title);
      this.#names.set(title.id, title.name);
    }
    this.#planned = planned.toSorted((one, other) => one.at - other.at);
  }

  /** Makes the changes that are due at a time in epoch milliseconds. */
  reach(now: number): void {
    while ((this.#planned[0]?.at ?? Number.POSITIVE_INFINITY) <= now) this.make(this.#planned.shift()!);
  }

  /** Makes a change. One that changes nothing is ignored. */
  make(change: Omit<Change, 'at'> & Record<string, unknown>): void {
    const made = change as unknown as Change;
    if (made.change === 'is renamed') this.#names.set(made.titleId, made.name);
    else if (made.change === 'arrives') this.#arrive(made.titleId, made.service);
    else this.#leave(made.titleId, made.service);
  }

  /** Counts a reading. Returns its tick. */
  read(): number {
    this.#tick += 1;
    return this.#tick;
  }

  /** The latest tick. */
  get tick(): number {
    return this.#tick;
  }

  /** A title with its present name; undefined if there is none. */
  title(id: number): Title | undefined {
    const title = this.#titles.get(id);
    return title === undefined ? undefined : { ...title, name: this.#names.get(id) ?? title.name };
  }

  /** The titles that a service has, in no order. */
  titlesOn(service: Service): Title[] {
    return [...(this.#on.get(service) ?? [])].map((id) => this.title(id)!);
  }

  /** The titles that a service does not have, in no order. */
  titlesNotOn(service: Service): Title[] {
    const there = this.#on.get(service);
    return [...this.#titles.keys()].filter((id) => there?.has(id) !== true).map((id) => this.title(id)!);
  }

  /** All services that have ever had a title. */
  get services(): Service[] {
    return [...this.#on.keys()];
  }

  /** The services that have a title, ascending. */
  servicesOf(titleId: number): Service[] {
    return [...this.#on].flatMap(([service, ids]) => (ids.has(titleId) ? [service] : [])).toSorted();
  }

  /** True if a service has a title. */
  has(service: Service, titleId: number): boolean {
    return this.#on.get(service)?.has(titleId) === true;
  }

  /** True if a service had a title at some tick from one to another, both inclusive. */
  wasThere(service: Service, titleId: number, from: number, to: number): boolean {
    return this.#staysOf(service, titleId).some(
      (stay) => stay.from <= to && (stay.to ?? Number.POSITIVE_INFINITY) > from,
    );
  }

  /** True if a service did not have a title at some tick from one to another, both inclusive. */
  wasAway(service: Service, titleId: number, from: number, to: number): boolean {
    return !this.#staysOf(service, titleId).some(
      (stay) => stay.from <= from && (stay.to ?? Number.POSITIVE_INFINITY) > to,
    );
  }

  #staysOf(service: Service, titleId: number): Stay[] {
    return this.#stays.get(`${service} ${titleId}`) ?? [];
  }

  #arrive(titleId: number, service: Service): void {
    if (!this.#titles.has(titleId)) throw new Error(`there is no title ${titleId}`);
    if (this.has(service, titleId)) return;
    this.#tick += 1;
    this.#on.set(service, (this.#on.get(service) ?? new Set()).add(titleId));
    const key = `${service} ${titleId}`;
    this.#stays.set(key, [...(this.#stays.get(key) ?? []), { from: this.#tick }]);
  }

  #leave(titleId: number, service: Service): void {
    if (!this.has(service, titleId)) return;
    this.#tick += 1;
    this.#on.get(service)!.delete(titleId);
    this.#staysOf(service, titleId).at(-1)!.to = this.#tick;
  }
}
