import { memoryPublishedTitles } from '../../../tasks/support/memory-published-titles.ts';
import type { ExecutionRecord, JsonValue, TaskCall } from '../../../../local/stepfunctions/index.ts';
import { createListNewTitles } from '../../../../tasks/list-new-titles/list-new-titles.ts';
import { createPublishTitles } from '../../../../tasks/publish-titles/publish-titles.ts';
import type { Clock, TaskHandler } from '../../../../tasks/shared/ports.ts';
import type { ProgressTable } from '../../../../tasks/shared/progress/progress-table.ts';
import type { ChangesQuery } from '../../../../tasks/shared/watchmode/listings.ts';
import { LISTING_SETTINGS } from '../../../tasks/list-new-titles/support/listing-settings.ts';
import { fakeWatchmode, pageOf } from '../../../tasks/support/fake-watchmode.ts';
import { recordedTelemetry } from '../../../tasks/support/ports.ts';
import { fetchedTitle } from '../../../tasks/support/title.ts';
import { executionsOf } from './engine-runs.ts';
import { hosted } from './hosted.ts';
import { fail, LIMITS, WorkflowHarness, titleOf, type Cast } from './workflow-harness.ts';

/** The behaviour of Watchmode and its surroundings. An absent member has its default. */
export interface FeedCast extends Pick<Cast, 'items' | 'around'> {
  /** The titles that the feed lists in a window. Default: 1, 2 and 3. */
  readonly listed?: (query: ChangesQuery) => readonly number[];
  /** True if a title's answer breaks the schema at this moment. Default: none does. */
  readonly isBroken?: (titleId: number) => boolean;
  /** The time to fetch a title. Default: no time. */
  readonly fetchMs?: number;
  /** The time for which a title keeps its place in a run of more than ten. Default: no time. */
  readonly heldMs?: number;
  /** The progress table as one execution has it. Default: the harness's own. */
  readonly tableOf?: (executionArn: string, own: ProgressTable) => ProgressTable;
}

/** The real definition and the real list-new-titles and publish-titles, over a progress table and a Watchmode in memory. */
export class FeedHarness extends WorkflowHarness {
  /** The queries to the feed, in the order of the listings. */
  readonly queries: ChangesQuery[];

  constructor({
    listed = () => [1, 2, 3],
    isBroken = () => false,
    fetchMs = 0,
    heldMs = 0,
    tableOf,
    ...cast
  }: FeedCast = {}) {
    const queries: ChangesQuery[] = [];
    const clock: Clock = {
      now: () => this.clock.now(),
      monotonic: () => this.clock.monotonic(),
      sleep: (milliseconds) => this.clock.sleep(milliseconds, new AbortController().signal),
    };
    const watchmode = fakeWatchmode({
      changes: (query) => {
        queries.push(query);
        return pageOf(listed(query), query);
      },
    });
    const { telemetry } = recordedTelemetry(clock, 'error');
    const progressOf = (executionArn: string) =>
      tableOf === undefined ? this.progress : tableOf(executionArn, this.progress);
    const shared = { clock, telemetry };
    const list = (executionArn: string) =>
      createListNewTitles({
        ...{ ...shared, settings: LISTING_SETTINGS, progress: progressOf(executionArn) },
        watchmode: { ...watchmode, serverTime: () => clock.now() },
        executions: executionsOf(() => this.engine),
      });
    const publish = (executionArn: string) =>
      createPublishTitles({
        publishedTitles: memoryPublishedTitles(),
        ...{ ...shared, limits: LIMITS, progress: progressOf(executionArn) },
        publish: () => Promise.resolve({ retried: 0 }),
        records: { aggregation: 'none', aggregatedRecordBytes: 51_200 },
      });
    super({
      ...cast,
      list: (payload, call) => run(list, payload, call),
      publish: (payload, call) => run(publish, payload, call),
      fetch: async (payload) => {
        if (fetchMs > 0) await clock.sleep(fetchMs);
        const titleId = titleOf(payload);
        if (isBroken(titleId)) return fail('Watchmode.UnexpectedResponse', '/id must be integer');
        const now = clock.now();
        return {
          ...fetchedTitle(titleId),
          fetchedAt: new Date(now).toISOString(),
          placeHeldUntil: new Date(now + heldMs).toISOString(),
        } as unknown as JsonValue;
      },
    });
    this.queries = queries;
  }

  /** The titles of an execution, in its order. */
  async takenOnBy({ executionArn }: Pick<ExecutionRecord, 'executionArn'>): Promise<number[]> {
    const children = await this.children(executionArn);
    return children.flatMap(({ input }) => (JSON.parse(input) as { readonly Items: number[] }).Items);
  }

  /** Lets time pass. */
  pass(milliseconds: number): Promise<void> {
    return this.clock.sleep(milliseconds, new AbortController().signal);
  }
}

/** Runs the task with the ports of the calling execution. */
async function run(
  taskOf: (executionArn: string) => TaskHandler<unknown>,
  payload: JsonValue,
  call: TaskCall,
): Promise<JsonValue> {
  return hosted(taskOf(parentArn(payload)))(payload, call);
}

/** The execution that a payload names: a child names its parent. */
function parentArn(payload: JsonValue): string {
  const { executionArn, batch } = payload as {
    readonly executionArn?: string;
    readonly batch?: { readonly executionArn: string };
  };
  return executionArn ?? batch?.executionArn ?? '';
}
