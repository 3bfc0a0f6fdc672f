import { deferredKey } from '../../../events/progress.ts';
import type { DeferredItem, Feed, WatermarkItem } from '../../../events/types.ts';
import type { Claims, ProgressWrites } from './progress-table.ts';

/** The progress of a feed in a parameter of an earlier release. */
export interface FeedParameter {
  readonly feed: Feed;
  /** For example `{"watermark":"2026-11-24T06:00:00Z","deferred":["3173903 1795500003 2 U"]}`. */
  readonly text: string;
}

/** The imported progress of a feed. */
export interface TakenOver {
  readonly feed: Feed;
  readonly watermark: string | null;
  /** The number of waiting titles. */
  readonly deferred: number;
}

/** The errors by their letters in a parameter. */
const ERRORS: Readonly<Record<string, string>> = {
  C: 'Lambda.Unknown',
  R: 'Watchmode.RateLimited',
  T: 'States.Timeout',
  U: 'Watchmode.Unavailable',
  X: 'Watchmode.UnexpectedResponse',
};

/**
 * The ID of a title, the start of its wait in epoch seconds, the number of its deferrals, and the letter of its last error.
 */
const ENTRY = /^([1-9]\d{0,9}) (\d{1,10}) ([1-9]\d?) ([CRTUX])$/;
const SECOND = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;

/** The text of a parameter does not have the format of earlier releases. */
export class FeedParameterCorrupt extends Error {
  override readonly name = 'FeedParameterCorrupt';

  constructor(
    readonly feed: Feed,
    options?: ErrorOptions,
  ) {
    super(
      `The parameter of the feed ${feed} is corrupt and cannot be taken over: correct it, or delete it to start without it`,
      options,
    );
  }
}

/**
 * Takes over the progress of a feed from an earlier release, unless a run has already used the table. It is idempotent.
 *
 * @returns null if there was nothing to do
 * @throws FeedParameterCorrupt; rejects with ProgressUnavailable
 */
export async function takeOverFeed(
  { feed, text }: FeedParameter,
  progress: Claims & ProgressWrites,
): Promise<TakenOver | null> {
  const isUsed = (await progress.readWatermark(feed)) !== null || (await progress.readClaim(feed)) !== null;
  if (isUsed) return null;
  const { watermark, deferred } = parse(feed, text);
  // The watermark comes last, because it marks the end of the take-over.
  for (const item of deferred) await progress.put(item, null);
  if (watermark !== null) await progress.put<WatermarkItem>({ feed, item: 'watermark', watermark }, null);
  return { feed, watermark, deferred: deferred.length };
}

function parse(feed: Feed, text: string): { watermark: string | null; deferred: DeferredItem[] } {
  try {
    const { watermark, deferred } = JSON.parse(text) as { watermark: unknown; deferred: unknown };
    if (watermark !== null && !(typeof watermark === 'string' && SECOND.test(watermark))) {
      throw new TypeError('The watermark is not an instant');
    }
    if (!Array.isArray(deferred)) throw new TypeError('The deferred titles are not a list');
    return { watermark, deferred: deferred.map((entry) => deferredItem(feed, String(entry))) };
  } catch (cause) {
    throw new FeedParameterCorrupt(feed, { cause });
  }
}

function deferredItem(feed: Feed, entry: string): DeferredItem {
  const [, titleId, since, runs, letter = ''] = ENTRY.exec(entry) ?? [];
  const error = ERRORS[letter];
  if (error === undefined) throw new TypeError(`"${entry}" is not a deferred title`);
  return {
    ...deferredKey(feed, Number(titleId)),
    titleId: Number(titleId),
    status: 'waiting',
    since: new Date(Number(since) * 1_000).toISOString(),
    runs: Number(runs),
    error,
  };
}
