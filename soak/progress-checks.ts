import type { FeedProgress } from '../events/progress.ts';
import type { StreamEvent } from '../events/types.ts';
import type { Violation } from './checks.ts';
import type { Look } from './progress.ts';
import type { WorkSpan } from './work-spans.ts';

/** Watermark: it never moves backwards, and it never lies in the future. */
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

/** Once a run: a run is counted once for each title that it defers, and no more runs than were started. */
export function checkCounts(looks: readonly Look[], executions: number): Violation[] {
  return looks.flatMap(({ deferred }) =>
    deferred.flatMap(({ titleId, runs, countedRuns = [] }) => [
      ...(new Set(countedRuns).size === countedRuns.length
        ? []
        : [`once a run: title ${titleId} has counted a run twice`]),
      ...(runs <= executions ? [] : [`once a run: title ${titleId} counts ${runs} runs of ${executions}`]),
    ]),
  );
}

/** No title lost: each title is on the stream, or the table says that it waits or was given up. */
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
    : [`no title lost: ${lost.length} are nowhere: ${lost.slice(0, 5).join(', ')}`];
}

/** Durable: what a read of the table has answered survives the death of the process. */
export function checkSurvived(before: FeedProgress, after: FeedProgress): Violation[] {
  const kept = new Map(after.deferred.map((item) => [item.titleId, item]));
  const lost = before.deferred.filter(({ titleId, runs }) => (kept.get(titleId)?.runs ?? 0) < runs);
  const was = before.watermark?.watermark ?? '';
  return [
    ...(before.claim !== null && after.claim === null ? ['survival: the claim is gone'] : []),
    ...((after.watermark?.watermark ?? '') < was ? [`survival: the watermark ${was} is gone`] : []),
    ...(lost.length === 0 ? [] : [`survival: ${lost.length} deferred titles are gone`]),
  ];
}

/** One at work: two executions never work over the open window at the same time. */
export function checkOneAtWork(spans: readonly WorkSpan[]): Violation[] {
  const sorted = [...spans].sort((one, other) => one.from - other.from);
  return sorted.flatMap((span, index) =>
    sorted
      .slice(index + 1)
      .filter(({ execution, from }) => execution !== span.execution && from < span.to)
      .map(({ execution, from }) => {
        const ms = span.to - from;
        return `one at work: ${execution} began ${ms} ms before ${span.execution} had ended`;
      }),
  );
}
