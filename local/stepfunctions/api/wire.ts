/** A member of a response whose value may be absent. */
export type Wire = Readonly<Record<string, unknown>>;

/** A date as JSON 1.0 carries it: seconds since the epoch with milliseconds as a fraction. */
export function toSeconds(milliseconds: number): number {
  return milliseconds / 1000;
}

/** The same for a date that may be absent. */
export function toOptionalSeconds(milliseconds: number | undefined): number | undefined {
  return milliseconds === undefined ? undefined : toSeconds(milliseconds);
}
