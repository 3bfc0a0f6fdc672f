/** The credits for a title with its sources: one for the details, one for the sources. */
export const CREDITS_PER_TITLE = 2;

/** The credits for one page of a feed. */
export const CREDITS_PER_PAGE = 1;

/** The credits for a title's details without its sources. */
export const CREDITS_PER_DETAILS = 1;
