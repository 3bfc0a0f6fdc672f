import type { TaskInvoker } from '../../../../local/stepfunctions/index.ts';
import { fakeInvoker, type FakeFunction } from '../../../../local/stepfunctions/testing.ts';
import { createCheckWatchmode } from '../../../../tasks/check-watchmode/check-watchmode.ts';
import { createFetchTitleDetails } from '../../../../tasks/fetch-title-details/fetch-title-details.ts';
import { createListNewTitles } from '../../../../tasks/list-new-titles/list-new-titles.ts';
import { createPublishTitles } from '../../../../tasks/publish-titles/publish-titles.ts';
import { createRefreshReferenceData } from '../../../../tasks/refresh-reference-data/refresh-reference-data.ts';
import { createSaveSweep } from '../../../../tasks/save-sweep/save-sweep.ts';
import type { TaskHandler } from '../../../../tasks/shared/ports.ts';
import type { ProgressTable } from '../../../../tasks/shared/progress/progress-table.ts';
import { createPublisher, type PublisherPorts } from '../../../../tasks/shared/stream/publisher.ts';
import { fixedApiKey } from '../../../../tasks/shared/watchmode/api-key.ts';
import { createWatchmodeClient } from '../../../../tasks/shared/watchmode/client.ts';
import type { Fetch } from '../../../../tasks/shared/watchmode/http.ts';
import type { StateTaskName } from '../../../../workflow/tasks.ts';
import { recordedTelemetry } from '../../../tasks/support/ports.ts';
import { executionsOf } from '../../../workflow/scenarios/support/engine-runs.ts';
import { hosted } from '../../../workflow/scenarios/support/hosted.ts';
import { API_KEY, PROBE_TITLE_ID, type SweepWorld } from './sweep-world.ts';

/** What one process of a world reaches the other systems by. */
export interface ProcessPorts {
  readonly fetch: Fetch;
  readonly client: PublisherPorts['client'];
  readonly progress: ProgressTable;
}

/** The real tasks in a process of a world, each with its own Watchmode client, like functions. */
export function sweepTasks(world: SweepWorld, { fetch, client, progress }: ProcessPorts): TaskInvoker {
  const { clock, largest, scenario } = world;
  const { telemetry } = recordedTelemetry(clock, 'error');
  const ports = { clock, telemetry, progress };
  const watchmode = () =>
    createWatchmodeClient({
      baseUrl: 'http://watchmode.test/v1',
      timeoutMs: 60_000,
      apiKey: fixedApiKey(API_KEY),
      fetch,
    });
  const publish = createPublisher({ client, streamName: 'ProgrammeDataStream', clock, random: () => 0.5 });
  const records = { aggregation: scenario.aggregation, aggregatedRecordBytes: 51_200 };
  const host = (task: TaskHandler<unknown>) => hosted(task, largest);
  const list = createListNewTitles({
    ...ports,
    watchmode: watchmode(),
    executions: executionsOf(() => world.engine),
    settings: {
      feed: 'new_titles',
      regions: ['GB'],
      overlapMinutes: 60,
      firstWindowHours: 24,
      creditReserve: 0,
      requestsPerMinute: null,
      pageLimit: scenario.pageLimit,
    },
  });
  const pace = { concurrency: 20, requestsPerMinute: 600 };
  const functions: Readonly<Record<StateTaskName<'title-ingestion'>, FakeFunction>> = {
    'list-new-titles': host(list),
    'refresh-reference-data': host(
      createRefreshReferenceData({
        ...ports,
        watchmode: watchmode(),
        publish,
        settings: { ...records, creditReserve: 0 },
      }),
    ),
    'fetch-title-details': host(createFetchTitleDetails({ ...ports, watchmode: watchmode(), pace })),
    'check-watchmode': host(
      createCheckWatchmode({ ...ports, watchmode: watchmode(), probeTitleId: PROBE_TITLE_ID }),
    ),
    'publish-titles': host(
      createPublishTitles({
        ...{ ...ports, publish, records },
        publishedTitles: world.publishedTitles,
        limits: { maxRuns: 7, minDays: 3 },
      }),
    ),
    'save-sweep': host(createSaveSweep(ports)),
  };
  return fakeInvoker(functions);
}
