/**
 * The maximum number of titles per run: a larger listing exceeds the payload limit. A test compares it with
 * `MAX_TITLES` of workflow/limits.ts, which the help must not load.
 */
export const MAX_TITLES = 25_000;
