import type {
  ClaimItem,
  DeferredItem,
  Feed,
  ReferenceItem,
  ReferenceRequestItem,
  SectionItem,
  SectionKey,
  SweepPageItem,
  WatermarkItem,
} from './types.ts';

/** The keys of the progress table, and the rules for reading it. The contract `ProgressItem` defines the items. */

/** The sort key of the watermark of a feed. */
export const WATERMARK_ITEM = 'watermark';

/** The sort key of the claim on the open window of a feed. */
export const CLAIM_ITEM = 'claim';

/** The prefix of the sort keys of deferred titles. */
export const DEFERRED_PREFIX = 'deferred#';

/** The maximum number of waiting titles that one run fetches again, oldest first. */
export const MAX_WAITING_PER_RUN = 500;

/** The number of days for which the item of a title is kept after the last run that fetches it. */
export const KEEP_DAYS = 90;

/** The number of days for which a page of a sweep is kept. Watchmode's terms allow no more on the free plan. */
export const SWEEP_KEEP_DAYS = 30;

/** The partition key and the sort key of an item. */
export interface ProgressKey {
  readonly feed: Feed;
  readonly item: string;
}

/**
 * Returns the key of a deferred title.
 * @example deferredKey('new_titles', 345534); // { feed: 'new_titles', item: 'deferred#345534' }
 */
export function deferredKey(feed: Feed, titleId: number): ProgressKey {
  return { feed, item: `${DEFERRED_PREFIX}${titleId}` };
}

/**
 * Returns the key of the item of a title that is on the stream, whatever feed it came from.
 * @example publishedKey(345534); // { feed: 'all', item: 'published#345534' }
 */
export function publishedKey(titleId: number): { readonly feed: 'all'; readonly item: string } {
  return { feed: 'all', item: `published#${titleId}` };
}

/** The prefix of the sort keys of the last complete sweeps. */
export const SECTION_PREFIX = 'section#';

/**
 * Returns the key of the last complete sweep of a section.
 * @example sectionItemKey('GB:203'); // { feed: 'catalogue', item: 'section#GB:203' }
 */
export function sectionItemKey(section: SectionKey): Pick<SectionItem, 'feed' | 'item'> {
  return { feed: 'catalogue', item: SECTION_PREFIX + section };
}

/** The pages of a sweep of a section: the next sweep has the other slot. */
export interface SweepSlot {
  readonly section: SectionKey;
  readonly slot: SectionItem['slot'];
}

/**
 * Returns the prefix of the sort keys of the pages of a sweep.
 * @example sweepPagePrefix({ section: 'GB:203', slot: 'a' }); // 'page#GB:203#a#'
 */
export function sweepPagePrefix({ section, slot }: SweepSlot): string {
  return `page#${section}#${slot}#`;
}

/**
 * Returns the key of a page of a sweep by its place in the sweep, from 1.
 * @example sweepPageKey({ section: 'GB:203', slot: 'a' }, 8).item; // 'page#GB:203#a#0008'
 */
export function sweepPageKey(slot: SweepSlot, place: number): Pick<SweepPageItem, 'feed' | 'item'> {
  return { feed: 'catalogue', item: sweepPagePrefix(slot) + String(place).padStart(4, '0') };
}

/** The kinds of reference data: the names of services, genres and regions. */
export const REFERENCE_KINDS = ['source', 'genre', 'region'] as const;

/** A kind of reference data. */
export type ReferenceKind = (typeof REFERENCE_KINDS)[number];

/**
 * Returns the key of the names of one kind.
 * @example referenceKey('source'); // { feed: 'catalogue', item: 'reference#source' }
 */
export function referenceKey(kind: ReferenceKind): Pick<ReferenceItem, 'feed' | 'item'> {
  return { feed: 'catalogue', item: `reference#${kind}` };
}

/**
 * Returns the key of the last request for the names of one kind.
 * @example referenceRequestKey('source'); // { feed: 'catalogue', item: 'request#source' }
 */
export function referenceRequestKey(kind: ReferenceKind): Pick<ReferenceRequestItem, 'feed' | 'item'> {
  return { feed: 'catalogue', item: `request#${kind}` };
}

/**
 * Returns true if a moment is of the same day as `now` (epoch milliseconds), in UTC. Names of today are not bought again.
 * @example isOfToday('2026-11-24T05:00:02Z', Date.parse('2026-11-24T23:00:00Z')); // true
 */
export function isOfToday(instant: string, now: number): boolean {
  return instant.slice(0, 10) === new Date(now).toISOString().slice(0, 10);
}

/**
 * Returns true if names are there and of today, so that they are not bought again.
 * @example areOfToday(await progress.readReference('source'), clock.now());
 */
export function areOfToday(names: ReferenceItem | null, now: number): boolean {
  return names !== null && isOfToday(names.fetchedAt, now);
}

/**
 * Returns the number of kinds whose names are to be bought, because they are absent or not of today. Each costs a credit.
 * @example countDueNames([null, null, null], clock.now()); // 3
 */
export function countDueNames(names: readonly (ReferenceItem | null)[], now: number): number {
  return names.filter((ofKind) => !areOfToday(ofKind, now)).length;
}

/**
 * Returns the credits that an execution has spent for names.
 * @example creditsForNames([item], item.executionArn); // 1
 */
export function creditsForNames(items: readonly (ReferenceItem | null)[], executionArn: string): number {
  const own = items.filter((item) => item?.executionArn === executionArn);
  return own.reduce((sum, item) => sum + (item?.credits ?? 0), 0);
}

/** All items of one feed. */
export interface FeedProgress {
  readonly watermark: WatermarkItem | null;
  readonly claim: ClaimItem | null;
  readonly deferred: readonly DeferredItem[];
}

/**
 * Returns the titles that wait for the next run over the open window, oldest first.
 * @example const next = waitingTitles(progress.deferred).slice(0, MAX_WAITING_PER_RUN);
 */
export function waitingTitles(deferred: readonly DeferredItem[]): DeferredItem[] {
  return deferred
    .filter(({ status }) => status === 'waiting')
    .sort((one, other) => Date.parse(one.since) - Date.parse(other.since) || one.titleId - other.titleId);
}

/**
 * Returns true if an item of a table has not expired by `now` (epoch milliseconds). DynamoDB deletes expired items late.
 * @example isKept({ expiresAt: 1_000 }, 2_000_000); // false
 */
export function isKept({ expiresAt }: Pick<DeferredItem, 'expiresAt'>, now: number): boolean {
  return expiresAt === undefined || expiresAt * 1_000 > now;
}

/**
 * Returns the claim of another execution that has claimed the open window since a run started. Only a run over the open
 * window can be overtaken.
 *
 * @param run - the run; `startedAt` is in RFC 3339 form
 * @returns null if the run is worth a redrive
 * @example overtakenBy({ executionArn, startedAt: '2026-11-24T06:00:00Z' }, progress.claim);
 */
export function overtakenBy(
  run: { readonly executionArn: string; readonly startedAt: string },
  claim: ClaimItem | null,
): ClaimItem | null {
  if (claim === null || claim.executionArn === run.executionArn) return null;
  return Date.parse(claim.claimedAt) >= Date.parse(run.startedAt) ? claim : null;
}
