import type { TaskInvoker } from '../../../../local/stepfunctions/index.ts';
import { fakeInvoker } from '../../../../local/stepfunctions/testing.ts';
import type { ProgressTable } from '../../../../tasks/shared/progress/progress-table.ts';
import { createPublisher, type PublisherPorts } from '../../../../tasks/shared/stream/publisher.ts';
import { fixedApiKey } from '../../../../tasks/shared/watchmode/api-key.ts';
import { createWatchmodeClient } from '../../../../tasks/shared/watchmode/client.ts';
import type { Fetch } from '../../../../tasks/shared/watchmode/http.ts';
import { recordedTelemetry } from '../../../tasks/support/ports.ts';
import { stateTasks } from '../../../tasks/support/state-tasks.ts';
import { executionsOf, failedRunsOf } from '../../../workflow/scenarios/support/engine-runs.ts';
import { hostedAll } from '../../../workflow/scenarios/support/hosted.ts';
import { API_KEY, type SweepWorld } from './sweep-world.ts';

/** What one process of a world reaches the other systems by. */
export interface ProcessPorts {
  readonly fetch: Fetch;
  readonly client: PublisherPorts['client'];
  readonly progress: ProgressTable;
}

/** The real tasks in a process of a world, each with its own Watchmode client, like functions. */
export function sweepTasks(world: SweepWorld, { fetch, client, progress }: ProcessPorts): TaskInvoker {
  const { clock, largest, scenario } = world;
  const tasks = stateTasks({
    clock,
    telemetry: recordedTelemetry(clock, 'error').telemetry,
    progress,
    publishedTitles: world.publishedTitles,
    watchmode: () =>
      createWatchmodeClient({
        baseUrl: 'http://watchmode.test/v1',
        timeoutMs: 60_000,
        apiKey: fixedApiKey(API_KEY),
        fetch,
      }),
    executions: executionsOf(() => world.engine),
    runs: failedRunsOf(() => world.engine),
    publish: createPublisher({ client, streamName: 'ProgrammeDataStream', clock, random: () => 0.5 }),
    limits: { maxRuns: 7, minDays: 3 },
    records: { aggregation: scenario.aggregation, aggregatedRecordBytes: 51_200 },
    settings: { pageLimit: scenario.pageLimit },
    requestsPerMinute: 600,
  });
  return fakeInvoker(hostedAll(tasks, largest));
}
