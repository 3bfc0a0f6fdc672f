import { memoryPublishedTitles } from '../../tasks/support/memory-published-titles.ts';
import type { Regions, StreamEvent } from '../../../events/types.ts';
import { createCheckWatchmode } from '../../../tasks/check-watchmode/check-watchmode.ts';
import { createFetchTitleDetails } from '../../../tasks/fetch-title-details/fetch-title-details.ts';
import type { FailedRuns } from '../../../tasks/judge-failed-run/failed-runs.ts';
import { createJudgeFailedRun } from '../../../tasks/judge-failed-run/judge-failed-run.ts';
import { createListNewTitles } from '../../../tasks/list-new-titles/list-new-titles.ts';
import { createPublishTitles } from '../../../tasks/publish-titles/publish-titles.ts';
import { createSaveSweep } from '../../../tasks/save-sweep/save-sweep.ts';
import { createRefreshReferenceData } from '../../../tasks/refresh-reference-data/refresh-reference-data.ts';
import type { Publish } from '../../../tasks/shared/stream/publisher.ts';
import { StreamUnavailable } from '../../../tasks/shared/errors/stream-errors.ts';
import type { Clock, TaskHandler } from '../../../tasks/shared/ports.ts';
import type { Executions } from '../../../tasks/shared/progress/claim-window.ts';
import type { ProgressTable } from '../../../tasks/shared/progress/progress-table.ts';
import type { WatchmodeClient } from '../../../tasks/shared/watchmode/client.ts';
import { REDRIVE_WAIT_SECONDS } from '../../../workflow/redrive-policy.ts';
import type { StateTaskName } from '../../../workflow/tasks.ts';
import { recordedTelemetry } from '../../tasks/support/ports.ts';

/** The ports of the functions. */
export interface Surroundings {
  readonly clock: Clock;
  readonly progress: ProgressTable;
  readonly watchmode: WatchmodeClient;
  readonly stream: { readonly events: StreamEvent[]; readonly isDown: boolean };
  readonly executions: Executions;
  readonly runs: FailedRuns;
}

const FEED = 'new_titles';
const REGIONS: Regions = ['GB'];

/** The current functions with the real tasks. A title is given up after two runs and one day. */
export function functionsToday(
  surroundings: Surroundings,
): Readonly<Record<StateTaskName, TaskHandler<unknown>>> {
  const { clock, progress, watchmode, stream, executions, runs } = surroundings;
  const { telemetry } = recordedTelemetry(clock, 'error');
  const ports = { clock, progress, watchmode, telemetry };
  const publish: Publish = (entries) => {
    if (stream.isDown) return Promise.reject(new StreamUnavailable('ProgrammeDataStream', 'socket hang up'));
    const events = entries.map(({ data }) => JSON.parse(Buffer.from(data).toString('utf8')) as StreamEvent);
    stream.events.push(...events);
    return Promise.resolve({ retried: 0 });
  };
  return {
    'list-new-titles': createListNewTitles({
      ...ports,
      executions,
      settings: {
        feed: FEED,
        regions: REGIONS,
        overlapMinutes: 60,
        firstWindowHours: 24,
        creditReserve: 0,
        requestsPerMinute: null,
      },
    }),
    'fetch-title-details': createFetchTitleDetails({
      ...ports,
      pace: { concurrency: 20, requestsPerMinute: null },
    }),
    'check-watchmode': createCheckWatchmode({ ...ports, probeTitleId: 3_173_903 }),
    'publish-titles': createPublishTitles({
      publishedTitles: memoryPublishedTitles(),
      ...ports,
      publish,
      limits: { maxRuns: 2, minDays: 1 },
      records: { aggregation: 'none', aggregatedRecordBytes: 51_200 },
    }),
    'refresh-reference-data': createRefreshReferenceData({
      ...ports,
      publish,
      settings: { creditReserve: 0, aggregation: 'none', aggregatedRecordBytes: 51_200 },
    }),
    'save-sweep': createSaveSweep(ports),
    'judge-failed-run': createJudgeFailedRun({
      ...ports,
      runs,
      settings: { feed: FEED, regions: REGIONS, redriveWaitSeconds: REDRIVE_WAIT_SECONDS },
    }),
  };
}
