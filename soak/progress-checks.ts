import type { FeedProgress } from '../events/progress.ts';
import type { StreamEvent } from '../events/types.ts';
import type { Violation } from './checks.ts';
import type { Look } from './progress.ts';
import type { WorkSpan } from './work-spans.ts';

/** Checks that the watermark never moves backwards and is never in the future. */
export function checkWatermarks(looks: readonly Look[]): Violation[] {
  const moments = looks.flatMap(({ watermark, at }) =>
    watermark === null ? [] : [{ ms: Date.parse(watermark.watermark), at }],
  );
  return moments.flatMap(({ ms, at }, index) => {
    const text = new Date(ms).toISOString();
    const before = moments[index - 1]?.ms ?? ms;
    return [
      ...(ms < before ? [`watermark: it went from ${new Date(before).toISOString()} back to ${text}`] : []),
      ...(ms > at ? [`watermark: it was ${text} at ${new Date(at).toISOString()}`] : []),
    ];
  });
}

/** Checks that a deferred title counts each run once, and no more runs than were started. */
export function checkCounts(looks: readonly Look[], executions: number): Violation[] {
  return looks.flatMap(({ deferred }) =>
    deferred.flatMap(({ titleId, runs, countedRuns = [] }) => [
      ...(new Set(countedRuns).size === countedRuns.length
        ? []
        : [`once a run: title ${titleId} counts a run twice`]),
      ...(runs <= executions ? [] : [`once a run: title ${titleId} counts ${runs} runs of ${executions}`]),
    ]),
  );
}

/** Checks that each title is on the stream, or in the table as deferred or given up. */
export function checkKept(
  events: readonly StreamEvent[],
  { deferred }: FeedProgress,
  titleIds: readonly number[],
): Violation[] {
  const known = new Set([
    ...events.map(({ subject }) => Number(subject)),
    ...deferred.map(({ titleId }) => titleId),
  ]);
  const lost = titleIds.filter((titleId) => !known.has(titleId));
  return lost.length === 0
    ? []
    : [`no title lost: ${lost.length} titles are missing: ${lost.slice(0, 5).join(', ')}`];
}

/** Checks that progress that was read from the table survives the death of the process. */
export function checkSurvived(before: FeedProgress, after: FeedProgress): Violation[] {
  const kept = new Map(after.deferred.map((item) => [item.titleId, item]));
  const lost = before.deferred.filter(({ titleId, runs }) => (kept.get(titleId)?.runs ?? 0) < runs);
  const was = before.watermark?.watermark ?? '';
  return [
    ...(before.claim !== null && after.claim === null ? ['survival: the claim is lost'] : []),
    ...((after.watermark?.watermark ?? '') < was ? [`survival: the watermark ${was} is lost`] : []),
    ...(lost.length === 0 ? [] : [`survival: ${lost.length} deferred titles are lost`]),
  ];
}

/** Checks that two executions never work over the open window at the same time. */
export function checkOneAtWork(spans: readonly WorkSpan[]): Violation[] {
  const sorted = [...spans].sort((one, other) => one.from - other.from);
  return sorted.flatMap((span, index) =>
    sorted
      .slice(index + 1)
      .filter(({ execution, from }) => execution !== span.execution && from < span.to)
      .map(({ execution, from }) => {
        const ms = span.to - from;
        return `one at work: ${execution} started ${ms} ms before ${span.execution} ended`;
      }),
  );
}
