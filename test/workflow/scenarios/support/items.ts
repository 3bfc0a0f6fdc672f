import { deferredKey } from '../../../../events/progress.ts';
import type { ClaimItem, DeferredItem, WatermarkItem } from '../../../../events/types.ts';

/** Items of the progress table of new_titles from runs before those of a test. */

/** The watermark of the feed. */
export const watermarkAt = (watermark: string, changes: Partial<WatermarkItem> = {}): WatermarkItem => ({
  feed: 'new_titles',
  item: 'watermark',
  watermark,
  ...changes,
});

/** A title that has waited since the day before. */
export const waitingTitle = (titleId: number, changes: Partial<DeferredItem> = {}): DeferredItem => ({
  ...deferredKey('new_titles', titleId),
  feed: 'new_titles',
  titleId,
  status: 'waiting',
  since: '2026-11-23T06:00:03.000Z',
  runs: 1,
  countedRuns: ['arn:earlier'],
  lastRun: 'arn:earlier',
  deferredAt: '2026-11-23T06:10:00.000Z',
  error: 'Watchmode.Unavailable',
  reason: 'Watchmode answers 500',
  ...changes,
});

/** The open window, claimed by an execution. */
export const claimBy = (executionArn: string, claimedAt = '2026-11-24T05:00:00.000Z'): ClaimItem => ({
  feed: 'new_titles',
  item: 'claim',
  executionArn,
  claimedAt,
});
