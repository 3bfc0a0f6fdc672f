import { maximumRecordAge, MAXIMUM_RECORD_AGE_DAYS } from '../../workflow/event-source-mapping.ts';
import { catalogueDays, FREE_PLAN_DAYS } from '../../workflow/retention.ts';
import type { DeploymentConfig } from '../config.ts';

/** The retention of Watchmode's data in the catalogue's stack. */
export interface CatalogueRetention {
  /** The number of days after its last event at which a title expires; null to keep it until it leaves. */
  readonly keepDays: number | null;
  /** The number of days for which records that failed are kept. */
  readonly failedRecordDays: number;
  /** The age at which Lambda gives a record up, in seconds. */
  readonly maximumRecordAgeInSeconds: number;
  /** True if DynamoDB keeps backups of the table. They hold what the table deleted up to 35 days before. */
  readonly hasBackups: boolean;
}

type CatalogueSettings = Pick<DeploymentConfig, 'plan' | 'catalogueKeepDays' | 'streamRetentionHours'>;
type RetentionSettings = CatalogueSettings & Pick<DeploymentConfig, 'logRetentionDays'>;

/** S3 deletes at the midnight after the expiry. */
const DAYS_UNTIL_DELETED = 1;

/** Returns the retention that the plan and the settings allow. */
export function catalogueRetention({
  plan,
  catalogueKeepDays,
  streamRetentionHours,
}: CatalogueSettings): CatalogueRetention {
  const isFree = plan === 'free';
  return {
    keepDays: catalogueDays({ plan, catalogueKeepDays }),
    // A record has its greatest age when Lambda gives it up.
    failedRecordDays: isFree ? FREE_PLAN_DAYS - MAXIMUM_RECORD_AGE_DAYS - DAYS_UNTIL_DELETED : 90,
    maximumRecordAgeInSeconds: maximumRecordAge(streamRetentionHours),
    hasBackups: !isFree,
  };
}

/**
 * Returns the number of days of the progress table's backups. On the free plan they are a week: the table has the lists of
 * sweeps, which the next sweep but one overwrites, and whose items expire after 30 days.
 */
export const progressBackupDays = ({ plan }: Pick<DeploymentConfig, 'plan'>): number =>
  plan === 'free' ? 7 : 35;

/** Returns the settings that keep Watchmode's data for longer than its free plan allows. */
export function retentionConflictsIn({
  plan,
  catalogueKeepDays,
  streamRetentionHours,
  logRetentionDays,
}: RetentionSettings): string[] {
  if (plan !== 'free') return [];
  const limits = [
    { key: 'logRetentionDays', value: logRetentionDays, most: FREE_PLAN_DAYS },
    { key: 'streamRetentionHours', value: streamRetentionHours, most: FREE_PLAN_DAYS * 24 },
    { key: 'catalogueKeepDays', value: catalogueKeepDays, most: FREE_PLAN_DAYS },
  ];
  return limits
    .filter(({ value, most }) => typeof value === 'number' && value > most)
    .map(
      ({ key, value, most }) =>
        `${key} is ${value}; allowed with plan=free: at most ${most}, because Watchmode's data may be kept for ${FREE_PLAN_DAYS} days (docs/terms.md)`,
    );
}
