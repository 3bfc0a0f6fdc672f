import { statusOf, type StateVisit } from '../../operate/run/state-visit.ts';
import { outerVisits, type Progress } from './progress.ts';

/**
 * Yields the ended states of the execution itself that were not shown yet, up to the first running one.
 *
 * @param shown the number of states that were shown
 */
export function* newlyOver(progress: Progress, shown: number): Generator<StateVisit> {
  for (const visit of outerVisits(progress).slice(shown)) {
    if (statusOf(visit, !progress.ended) === 'running') return;
    yield visit;
  }
}
