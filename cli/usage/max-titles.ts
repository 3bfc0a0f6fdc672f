/**
 * How many titles one run may carry: a larger listing would not fit between two states. It is `MAX_TITLES` of
 * workflow/limits.ts, which a test holds; the help loads nothing of that folder.
 */
export const MAX_TITLES = 25_000;
