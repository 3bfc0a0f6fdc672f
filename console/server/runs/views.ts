import type { DescribeMapRunOutput } from '@aws-sdk/client-sfn';
import { failureOf } from '../../../operate/run/failure.ts';
import { type ItemCounts, itemCountsOf } from '../../../operate/run/item-counts.ts';
import type { StateVisit } from '../../../operate/run/state-visit.ts';
import { redriveOf, type Stretch } from '../../../operate/run/stretch.ts';
import type { AttemptView, MapRunView } from '../../api/index.ts';
import { idOf } from '../ids.ts';

/** Returns the attempts of one visit, as the pages show them. @param stretches the times at work of its execution */
export function attemptViews(
  { attempts, aborted }: StateVisit,
  stretches: readonly Stretch[],
  executionRuns: boolean,
): AttemptView[] {
  return attempts.map((events, index) => {
    const [scheduled] = events;
    const started = events.find(({ type }) => type?.endsWith('Started'));
    const failure = events.map(failureOf).find((found) => found !== undefined);
    const succeeded = events.find(({ type }) => type?.endsWith('Succeeded'));
    const goesOn = executionRuns && !aborted && index === attempts.length - 1;
    const unended = goesOn ? 'running' : 'aborted';
    const unfailed = succeeded === undefined ? unended : 'succeeded';
    return {
      eventId: scheduled?.id ?? 0,
      scheduledAt: scheduled?.timestamp?.getTime() ?? 0,
      startedAt: started?.timestamp?.getTime() ?? null,
      endedAt: (failure?.at ?? succeeded?.timestamp)?.getTime() ?? null,
      outcome: failure === undefined ? unfailed : 'failed',
      redrive: redriveOf(stretches, scheduled?.id ?? 0),
      error: failure?.error ?? null,
      message: failure?.message ?? null,
    };
  });
}

/** Returns a Map Run, as the pages show it. */
export function mapRunView(
  mapRun: DescribeMapRunOutput,
  items: ItemCounts = itemCountsOf(mapRun.itemCounts),
): MapRunView {
  return {
    id: idOf(mapRun.mapRunArn ?? ''),
    run: idOf(mapRun.executionArn ?? ''),
    status: mapRun.status ?? 'RUNNING',
    startedAt: mapRun.startDate?.getTime() ?? 0,
    endedAt: mapRun.stopDate?.getTime() ?? null,
    maxConcurrency: mapRun.maxConcurrency ?? 0,
    toleratedFailurePercentage: mapRun.toleratedFailurePercentage ?? 0,
    redriveCount: mapRun.redriveCount ?? 0,
    items,
    executions: itemCountsOf(mapRun.executionCounts),
  };
}
