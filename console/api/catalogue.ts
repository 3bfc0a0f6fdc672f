/** The catalogue that the consumer keeps, and the names that its readers choose from. */
export interface CatalogueView {
  readonly table: string;
  /** False without a table: no consumer keeps a catalogue. */
  readonly isThere: boolean;
  /** Sorted by name; empty before the first event. */
  readonly services: readonly NamedChoice[];
  readonly genres: readonly NamedChoice[];
  /** The filters without which the address has these. */
  readonly defaults: ArrivalDefaults;
}

/** The time since which titles are new, for example 7d, and the country. */
export interface ArrivalDefaults {
  readonly since: string;
  readonly country: string;
}

/** A service or genre. */
export interface NamedChoice {
  readonly id: number;
  readonly name: string;
  /** Of a service: the countries that have it. Absent if they are not known. */
  readonly regions?: readonly string[];
}

/** The titles that are new on the chosen services. */
export interface ArrivalsView {
  /** The IDs of the chosen services, which the address may name. */
  readonly services: readonly number[];
  /** The IDs of the chosen genres. */
  readonly genres: readonly number[];
  /** The newest first. */
  readonly arrivals: readonly ArrivalRow[];
  /** True if older ones were left out. */
  readonly hasMore: boolean;
}

/** A title that is new on a service. */
export interface ArrivalRow {
  readonly titleId: number;
  readonly title: string;
  readonly year: number | null;
  readonly type: string;
  /** The ID of the service. */
  readonly sourceId: number;
  readonly service: string;
  readonly ways: readonly WayView[];
  /** The user rating, of 10. */
  readonly rating: number | null;
  readonly firstSeen: number;
}

/** The ways of one type to watch a title: `rent 3.49`. */
export interface WayView {
  readonly text: string;
  /** An address of the service; null if there is none for a browser. */
  readonly url: string | null;
}
