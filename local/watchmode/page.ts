/** A page of a listing, whose faults apply. */
export interface Page {
  /** Repetitions of a request have the same name. */
  readonly name: string;
  /** From 1. */
  readonly number: number;
  readonly limit: number;
  /** The number of all entries. */
  readonly total: number;
  /** True if entries of a later page can move to this one, and back. */
  readonly moves?: boolean;
  /** Returns the entries from `start`, inclusive, to `end`, exclusive. */
  slice(start: number, end: number): readonly unknown[];
}
