import { depthOf, type Visit } from './state-visits.ts';

/**
 * The innermost visit in which an execution failed: of several that were under way, the one whose error came last
 * and is the execution's own, for the others were cut off because of it.
 *
 * @param error the error that the execution ended with; a Map Run's says nothing of its children's
 */
export function findFailedVisit(visits: readonly Visit[], error: string | undefined): Visit | undefined {
  const open = visits.filter((visit) => visit.exitedAt === undefined && visit.failures.length > 0);
  const ofThatError = open.filter((visit) => visit.failures.at(-1)?.error === error);
  const candidates = ofThatError.length > 0 ? ofThatError : open;
  return candidates.toSorted(byDepthThenTime).at(-1);
}

function byDepthThenTime(a: Visit, b: Visit): number {
  return depthOf(a) - depthOf(b) || lastFailureId(a) - lastFailureId(b);
}

function lastFailureId(visit: Visit): number {
  return visit.failures.at(-1)?.eventId ?? 0;
}
