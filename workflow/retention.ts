/**
 * The number of days for which Watchmode's data may be kept on its free plan, as third parties report the terms. Read
 * them at Watchmode; docs/terms.md says where the data is kept.
 */
export const FREE_PLAN_DAYS = 30;

/** The settings of a deployment that decide for how long the catalogue keeps a title. */
export interface CatalogueRetentionSettings {
  readonly plan: 'free' | 'paid';
  readonly catalogueKeepDays: number | 'auto';
}

/** Returns the number of days after its last event at which a title expires; null if it is kept until it leaves. */
export function catalogueDays({ plan, catalogueKeepDays }: CatalogueRetentionSettings): number | null {
  if (catalogueKeepDays !== 'auto') return catalogueKeepDays;
  return plan === 'free' ? FREE_PLAN_DAYS : null;
}
