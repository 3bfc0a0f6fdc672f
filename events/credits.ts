/** What a title's details with its sources cost: one credit for the details, one for the sources. */
export const CREDITS_PER_TITLE = 2;

/** What one page of a feed costs. */
export const CREDITS_PER_PAGE = 1;

/** What a title's details cost without its sources. */
export const CREDITS_PER_DETAILS = 1;
