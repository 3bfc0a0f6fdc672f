import { statusOf, type Visit } from '../../operate/run/state-visits.ts';
import { outerVisits, type Progress } from './progress.ts';

/**
 * The states of the execution itself that are over and were not shown yet, up to the first that is not.
 *
 * @param shown how many were shown
 */
export function* newlyOver(progress: Progress, shown: number): Generator<Visit> {
  for (const visit of outerVisits(progress).slice(shown)) {
    if (statusOf(visit, !progress.ended) === 'running') return;
    yield visit;
  }
}
