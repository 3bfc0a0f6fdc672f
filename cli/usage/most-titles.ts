/** Most titles one run may carry: a larger listing would not fit between two states. */
export const MOST_TITLES = 25_000;
