/** The filters of what is new that a caller need not give, as text: the time since which, and the country. */
export const ARRIVAL_DEFAULTS = { since: '7d', country: 'GB' } as const;
