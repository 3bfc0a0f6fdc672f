/** The credits for a title with its sources: one for the details, one for the sources. */
export const CREDITS_PER_TITLE = 2;

/** The credits for one page of a feed or of a service's titles. */
export const CREDITS_PER_PAGE = 1;

/** The credits for a title's details without its sources. */
export const CREDITS_PER_DETAILS = 1;

/** The credits for a list of names: all services, all genres or all countries. */
export const CREDITS_PER_LIST = 1;
