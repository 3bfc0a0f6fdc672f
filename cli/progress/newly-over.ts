import { statusOf, type StateVisit } from '../../operate/run/state-visit.ts';
import { outerVisits, type Progress } from './progress.ts';

/**
 * The states of the execution itself that are over and were not shown yet, up to the first that is not.
 *
 * @param shown how many were shown
 */
export function* newlyOver(progress: Progress, shown: number): Generator<StateVisit> {
  for (const visit of outerVisits(progress).slice(shown)) {
    if (statusOf(visit, !progress.ended) === 'running') return;
    yield visit;
  }
}
