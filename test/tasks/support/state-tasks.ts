import { createCheckWatchmode } from '../../../tasks/check-watchmode/check-watchmode.ts';
import { createFetchTitleDetails } from '../../../tasks/fetch-title-details/fetch-title-details.ts';
import {
  createJudgeFailedRun,
  type JudgeFailedRunPorts,
} from '../../../tasks/judge-failed-run/judge-failed-run.ts';
import { createListNewTitles } from '../../../tasks/list-new-titles/list-new-titles.ts';
import type {
  ListNewTitlesPorts,
  ListNewTitlesSettings,
} from '../../../tasks/list-new-titles/listing-ports.ts';
import {
  createPublishTitles,
  type PublishTitlesPorts,
} from '../../../tasks/publish-titles/publish-titles.ts';
import { createRefreshReferenceData } from '../../../tasks/refresh-reference-data/refresh-reference-data.ts';
import { createSaveSweep } from '../../../tasks/save-sweep/save-sweep.ts';
import type { TaskHandler } from '../../../tasks/shared/ports.ts';
import type { WatchmodeClient } from '../../../tasks/shared/watchmode/client.ts';
import { REDRIVE_WAIT_SECONDS } from '../../../workflow/redrive-policy.ts';
import type { StateTaskName } from '../../../workflow/tasks.ts';
import { LISTING_SETTINGS } from '../list-new-titles/support/listing-settings.ts';
import { memoryPublishedTitles } from './memory-published-titles.ts';

/** The ports of all tasks, and their settings. */
export interface StateTaskPorts
  extends
    Pick<ListNewTitlesPorts, 'clock' | 'telemetry' | 'progress' | 'executions'>,
    Pick<PublishTitlesPorts, 'publish' | 'limits'>,
    Pick<JudgeFailedRunPorts, 'runs'>,
    Partial<Pick<PublishTitlesPorts, 'publishedTitles' | 'records'>> {
  /** Creates the client of a task: each has its own, like functions. */
  readonly watchmode: () => WatchmodeClient;
  readonly settings?: Partial<ListNewTitlesSettings>;
  /** The number of titles that are fetched in a minute. Default: no limit. */
  readonly requestsPerMinute?: number;
}

/** A title that Watchmode always knows. */
export const PROBE_TITLE_ID = 3_173_903;

/** Creates the real tasks that the state machines invoke. */
export function stateTasks({
  watchmode,
  executions,
  runs,
  publish,
  publishedTitles = memoryPublishedTitles(),
  limits,
  records = { aggregation: 'none', aggregatedRecordBytes: 51_200 },
  settings: given,
  requestsPerMinute,
  ...ports
}: StateTaskPorts): Readonly<Record<StateTaskName, TaskHandler<unknown>>> {
  const settings = { ...LISTING_SETTINGS, ...given };
  const { feed, regions, creditReserve } = settings;
  const pace = { concurrency: 20, requestsPerMinute: requestsPerMinute ?? null };
  return {
    'list-new-titles': createListNewTitles({ ...ports, watchmode: watchmode(), executions, settings }),
    'fetch-title-details': createFetchTitleDetails({ ...ports, watchmode: watchmode(), pace }),
    'check-watchmode': createCheckWatchmode({
      ...ports,
      watchmode: watchmode(),
      probeTitleId: PROBE_TITLE_ID,
    }),
    'publish-titles': createPublishTitles({ ...ports, publish, publishedTitles, limits, records }),
    'refresh-reference-data': createRefreshReferenceData({
      ...{ ...ports, watchmode: watchmode(), publish },
      settings: { ...records, creditReserve },
    }),
    'save-sweep': createSaveSweep(ports),
    'judge-failed-run': createJudgeFailedRun({
      ...{ ...ports, runs },
      settings: { feed, regions, redriveWaitSeconds: REDRIVE_WAIT_SECONDS },
    }),
  };
}
