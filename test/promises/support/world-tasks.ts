import type { Listing, ListNewTitlesInput, PublishTitlesInput } from '../../../events/types.ts';
import type { TaskInvoker } from '../../../local/stepfunctions/index.ts';
import { fakeInvoker } from '../../../local/stepfunctions/testing.ts';
import { createPublisher } from '../../../tasks/shared/stream/publisher.ts';
import type { TaskHandler } from '../../../tasks/shared/ports.ts';
import type { Telemetry } from '../../../tasks/shared/telemetry/telemetry.ts';
import { fixedApiKey } from '../../../tasks/shared/watchmode/api-key.ts';
import { createWatchmodeClient } from '../../../tasks/shared/watchmode/client.ts';
import { stateTasks } from '../../tasks/support/state-tasks.ts';
import { executionsOf, failedRunsOf } from '../../workflow/scenarios/support/engine-runs.ts';
import { hostedAll } from '../../workflow/scenarios/support/hosted.ts';
import type { ProgressLedger } from './progress-ledger.ts';
import { REGIONS, type WorldFacts } from './scenario.ts';
import type { World } from './world.ts';

/** The number of titles on a page of a listing: few, so that a small world has several pages. */
const PAGE_LIMIT = 5;

/** The real tasks in a world, each with its own Watchmode client, like functions. */
export function worldTasks(facts: WorldFacts, world: World): TaskInvoker {
  const { clock, largest, table, stream, ledger } = world;
  const tasks = stateTasks({
    clock,
    telemetry: correctionsTo(ledger),
    progress: table.progress,
    watchmode: () =>
      createWatchmodeClient({
        baseUrl: 'http://watchmode.test',
        timeoutMs: 60_000,
        apiKey: fixedApiKey('sesame-0123456789'),
        fetch: world.watchmode.fetch,
      }),
    executions: executionsOf(() => world.engine),
    runs: failedRunsOf(() => world.engine),
    publish: createPublisher({
      client: stream.client,
      streamName: 'ProgrammeDataStream',
      clock,
      random: () => 0.5,
    }),
    limits: { maxRuns: facts.maxDeferrals, minDays: facts.minDeferralDays },
    settings: { regions: REGIONS, pageLimit: PAGE_LIMIT },
    requestsPerMinute: 600,
  });
  const list: TaskHandler<unknown> = async (event, context) => {
    const listing = (await tasks['list-new-titles'](event, context)) as Listing;
    world.noteListing(event as ListNewTitlesInput, listing);
    return listing;
  };
  const publish: TaskHandler<unknown> = (event, context) => {
    world.noteBatch(event as PublishTitlesInput);
    return tasks['publish-titles'](event, context);
  };
  return fakeInvoker(hostedAll({ ...tasks, 'list-new-titles': list, 'publish-titles': publish }, largest));
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
