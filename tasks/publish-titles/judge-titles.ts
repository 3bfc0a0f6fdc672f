import type { TitleOutcome } from '../../events/types.ts';
import type { UnpublishedTitle } from './batch-result.ts';

/**
 * What becomes of the titles that have no record: a deferred one is rejected for good when this is the last run that may
 * defer it, and its reason tells the whole story then.
 *
 * @param maxRuns - how many runs may fail to fetch a title
 */
export function judgeTitles(outcomes: readonly TitleOutcome[], maxRuns: number): UnpublishedTitle[] {
  return outcomes
    .filter((title) => title.outcome !== 'fetched')
    .map(({ titleId, outcome, error, reason, deferral }): UnpublishedTitle => {
      const runs = (deferral?.runs ?? 0) + 1;
      if (outcome === 'skipped' || runs < maxRuns) return { titleId, outcome, error, reason };
      const since = deferral === null ? '' : ` since ${deferral.since}`;
      const story = `given up after ${runs} ${runs === 1 ? 'run' : 'runs'}${since}, last because of ${error}: ${reason}`;
      return { titleId, outcome: 'rejected', error, reason: story };
    });
}
