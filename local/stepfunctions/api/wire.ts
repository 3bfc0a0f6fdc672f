/** A response, or a structure in it. */
export type Wire = Readonly<Record<string, unknown>>;

/** Converts epoch milliseconds to JSON 1.0's seconds since the epoch, with a fraction. */
export function toSeconds(milliseconds: number): number {
  return milliseconds / 1000;
}

/** Like {@link toSeconds}, for an optional date. */
export function toOptionalSeconds(milliseconds: number | undefined): number | undefined {
  return milliseconds === undefined ? undefined : toSeconds(milliseconds);
}
