import type { Listing, ListNewTitlesInput, PublishTitlesInput } from '../../../events/types.ts';
import type { TaskInvoker } from '../../../local/stepfunctions/index.ts';
import { fakeInvoker, type FakeFunction } from '../../../local/stepfunctions/testing.ts';
import { createCheckWatchmode } from '../../../tasks/check-watchmode/check-watchmode.ts';
import { createFetchTitleDetails } from '../../../tasks/fetch-title-details/fetch-title-details.ts';
import { createJudgeFailedRun } from '../../../tasks/judge-failed-run/judge-failed-run.ts';
import { createListNewTitles } from '../../../tasks/list-new-titles/list-new-titles.ts';
import { createPublisher } from '../../../tasks/shared/stream/publisher.ts';
import { createSaveSweep } from '../../../tasks/save-sweep/save-sweep.ts';
import { createRefreshReferenceData } from '../../../tasks/refresh-reference-data/refresh-reference-data.ts';
import { createPublishTitles } from '../../../tasks/publish-titles/publish-titles.ts';
import type { TaskHandler } from '../../../tasks/shared/ports.ts';
import type { Telemetry } from '../../../tasks/shared/telemetry/telemetry.ts';
import { fixedApiKey } from '../../../tasks/shared/watchmode/api-key.ts';
import { createWatchmodeClient } from '../../../tasks/shared/watchmode/client.ts';
import { REDRIVE_WAIT_SECONDS } from '../../../workflow/redrive-policy.ts';
import type { StateTaskName } from '../../../workflow/tasks.ts';
import { executionsOf, failedRunsOf } from '../../workflow/scenarios/support/engine-runs.ts';
import { hosted } from '../../workflow/scenarios/support/hosted.ts';
import { memoryPublishedTitles } from '../../tasks/support/memory-published-titles.ts';
import type { ProgressLedger } from './progress-ledger.ts';
import { REGIONS, type WorldFacts } from './scenario.ts';
import type { World } from './world.ts';

const FEED = 'new_titles';
const PROBE_TITLE_ID = 3_173_903;

/** The number of titles on a page of a listing: few, so that a small world has several pages. */
const PAGE_LIMIT = 5;

/** The real tasks in a world, each with its own Watchmode client, like functions. */
export function worldTasks(facts: WorldFacts, world: World): TaskInvoker {
  const { clock, largest, table, stream, ledger } = world;
  const telemetry = correctionsTo(ledger);
  const ports = { clock, telemetry };
  const client = () =>
    createWatchmodeClient({
      baseUrl: 'http://watchmode.test',
      timeoutMs: 60_000,
      apiKey: fixedApiKey('sesame-0123456789'),
      fetch: world.watchmode.fetch,
    });
  const host = (task: TaskHandler<unknown>) => hosted(task, largest);
  const list = createListNewTitles({
    ...ports,
    watchmode: client(),
    progress: table.progress,
    executions: executionsOf(() => world.engine),
    settings: {
      feed: FEED,
      regions: REGIONS,
      overlapMinutes: 60,
      firstWindowHours: 24,
      creditReserve: 0,
      requestsPerMinute: null,
      pageLimit: PAGE_LIMIT,
    },
  });
  const putRecords = createPublisher({
    client: stream.client,
    streamName: 'ProgrammeDataStream',
    clock,
    random: () => 0.5,
  });
  const records = { aggregation: 'none', aggregatedRecordBytes: 51_200 } as const;
  const publish = createPublishTitles({
    publish: putRecords,
    progress: table.progress,
    publishedTitles: memoryPublishedTitles(),
    limits: { maxRuns: facts.maxDeferrals, minDays: facts.minDeferralDays },
    ...ports,
    records,
  });
  const pace = { concurrency: 20, requestsPerMinute: 600 };
  const functions: Readonly<Record<StateTaskName, FakeFunction>> = {
    'list-new-titles': host(async (event, context) => {
      const listing: Listing = await list(event, context);
      world.noteListing(event as ListNewTitlesInput, listing);
      return listing;
    }),
    'fetch-title-details': host(createFetchTitleDetails({ ...ports, watchmode: client(), pace })),
    'check-watchmode': host(
      createCheckWatchmode({ ...ports, watchmode: client(), probeTitleId: PROBE_TITLE_ID }),
    ),
    'publish-titles': host((event, context) => {
      world.noteBatch(event as PublishTitlesInput);
      return publish(event, context);
    }),
    'refresh-reference-data': host(
      createRefreshReferenceData({
        ...ports,
        watchmode: client(),
        progress: table.progress,
        publish: putRecords,
        settings: { ...records, creditReserve: 0 },
      }),
    ),
    'save-sweep': host(createSaveSweep({ progress: table.progress, telemetry })),
    'judge-failed-run': host(
      createJudgeFailedRun({
        runs: failedRunsOf(() => world.engine),
        progress: table.progress,
        telemetry,
        settings: { feed: FEED, regions: REGIONS, redriveWaitSeconds: REDRIVE_WAIT_SECONDS },
      }),
    ),
  };
  return fakeInvoker(functions);
}

/** Telemetry that records only corrections of watermarks. */
function correctionsTo(ledger: ProgressLedger): Telemetry {
  return {
    log(_level, _message, { feed, from, to } = {}) {
      if (typeof feed !== 'string' || typeof from !== 'string' || typeof to !== 'string') return;
      ledger.noteCorrection(feed, from, to);
    },
    measure: () => undefined,
    during: (_facts, work) => work(),
  };
}
