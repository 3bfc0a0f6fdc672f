/** The maximum number of titles of one run. Their IDs, of seven digits each, fit into one payload of Step Functions. */
export const MAX_TITLES = 25_000;
