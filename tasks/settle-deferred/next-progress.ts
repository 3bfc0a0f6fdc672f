import { MAX_DEFERRED, type FeedProgress } from '../../events/feed-progress.ts';
import type { Progress, Run } from '../../events/types.ts';
import type { JudgedTitles } from './judge-titles.ts';

/**
 * What is kept of the feed, and what this run changes in it.
 *
 * The watermark moves only forwards. It stays when more titles are deferred than are kept, for that is no matter of single
 * titles: the next run lists the window again, and so only those that waited before are kept.
 */
export function nextProgress(
  { advancesWatermark, window }: Run,
  stored: string | null,
  { known, fresh, others }: JudgedTitles,
): { readonly progress: Progress; readonly kept: FeedProgress } {
  const all = [...known, ...fresh];
  const wanted = all.length + others;
  const fits = wanted <= MAX_DEFERRED;
  const waiting = fits ? all : advancesWatermark ? known : all.slice(0, MAX_DEFERRED);
  const advances = advancesWatermark && fits && window !== null;
  const watermark = advances ? later(stored, window.end) : stored;
  return {
    progress: {
      watermark: advances ? watermark : null,
      watermarkHeld: advancesWatermark && !fits,
      deferredOmitted: wanted - waiting.length,
    },
    kept: { watermark, waiting },
  };
}

/** The later of two instants of the form `2026-11-24T06:00:00Z`, which are in order as texts. */
function later(stored: string | null, end: string): string {
  return stored !== null && stored > end ? stored : end;
}
