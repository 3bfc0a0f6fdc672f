/**
 * The number of days for which Watchmode's data may be kept on its free plan, as third parties report the terms. Read
 * them at Watchmode; docs/terms.md says where the data is kept.
 */
export const FREE_PLAN_DAYS = 30;
