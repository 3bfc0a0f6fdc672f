import type { PutRecordsCommandInput, PutRecordsCommandOutput } from '@aws-sdk/client-kinesis';
import type { StreamEvent } from '../../events/types.ts';
import type { JsonValue } from '../../local/interpreter/json.ts';
import { parsePacific } from '../../local/watchmode/pacific-time.ts';
import { createCheckWatchmode } from '../../tasks/check-watchmode/check-watchmode.ts';
import { createFetchTitleDetails } from '../../tasks/fetch-title-details/fetch-title-details.ts';
import { createListNewTitles } from '../../tasks/list-new-titles/list-new-titles.ts';
import { createPublishTitles } from '../../tasks/publish-titles/publish-titles.ts';
import { createPublisher } from '../../tasks/publish-titles/publisher.ts';
import { createSettleDeferred } from '../../tasks/settle-deferred/settle-deferred.ts';
import { TaskError } from '../../tasks/shared/errors/task-error.ts';
import {
  WatchmodeTitleNotFound,
  WatchmodeUnavailable,
  WatchmodeUnexpectedResponse,
} from '../../tasks/shared/errors/watchmode-errors.ts';
import type { Clock, TaskHandler } from '../../tasks/shared/ports.ts';
import type { WatchmodeClient } from '../../tasks/shared/watchmode/client.ts';
import type { FakeFunction } from '../local/interpreter/support/harness.ts';
import { virtualClock } from '../local/interpreter/support/harness.ts';
import { invocation, recordedTelemetry } from '../tasks/support/ports.ts';
import { titleDetails } from '../tasks/support/title.ts';
import { fail, Stage } from '../workflow/scenarios/stage.ts';

const MINUTE_MS = 60_000;
const REGIONS = ['GB'] as const;
const PROBE_TITLE_ID = 3_173_903;

/** When the first run of a world starts. */
export const ORIGIN = Date.UTC(2026, 10, 24, 6, 0, 0);

/** A title of a random world. */
export interface WorldTitle {
  /** Minutes from {@link ORIGIN} to the moment from which the feed lists it. */
  readonly listedAtMinutes: number;
  /** What asking for it brings; `flaky` answers 503 so many times first. */
  readonly behaviour: 'fine' | 'missing' | 'broken' | 'odd' | { readonly flaky: number };
  /** Minutes from {@link ORIGIN} at which its content changes. */
  readonly revisedAtMinutes: number;
}

/** A spell in which Watchmode answers nobody. */
export interface Outage {
  readonly fromMinutes: number;
  readonly lastsMinutes: number;
}

/** What one PutRecords call meets. `lost`: it is written, and the answer does not arrive. */
export type StreamFault = 'none' | 'rejects' | 'fails' | 'lost';

/** What is random about a world, apart from its runs. */
export interface WorldFacts {
  readonly titles: readonly WorldTitle[];
  readonly outages: readonly Outage[];
  /** Of the first PutRecords calls, in their order; those after them meet none. */
  readonly streamFaults: readonly StreamFault[];
  readonly maxDeferrals: number;
}

/**
 * The real definition and the real tasks against a Watchmode and a stream of made-up misfortune, on a virtual clock. It
 * counts what was asked of both.
 */
export class World extends Stage {
  /** What the stream holds, in the order in which it was written. */
  readonly stream: StreamEvent[];
  readonly account: Account;
  /** The largest payload that a task took or gave, in bytes. */
  readonly largest: { bytes: number };

  constructor(facts: WorldFacts) {
    const virtual = virtualClock(ORIGIN);
    const clock: Clock = {
      now: () => virtual.now(),
      monotonic: () => virtual.monotonic(),
      sleep: (milliseconds) => virtual.sleep(milliseconds),
    };
    const account: Account = { charged: 0, bought: new Map(), probes: 0 };
    const watchmode = unluckyWatchmode(facts, clock, account);
    const { telemetry } = recordedTelemetry(clock, 'error');
    const stream: StreamEvent[] = [];
    const largest = { bytes: 0 };
    const publish = createPublisher({
      client: unluckyStream(facts.streamFaults, stream),
      streamName: 'ProgrammeDataStream',
      clock,
      random: () => 0.5,
    });
    const ports = { watchmode, clock, telemetry };
    const settings = {
      feed: 'new_titles',
      regions: [...REGIONS],
      overlapMinutes: 60,
      firstWindowHours: 24,
      creditReserve: 0,
      requestsPerMinute: null,
    } as const;
    const host = (task: TaskHandler<unknown>) => hosted(task, largest);
    super({
      clock: virtual,
      batchesAtOnce: 2,
      list: host(createListNewTitles({ ...ports, settings: { ...settings, regions: [...REGIONS] } })),
      fetch: host(createFetchTitleDetails({ ...ports, pace: { concurrency: 20, requestsPerMinute: 600 } })),
      check: host(createCheckWatchmode({ ...ports, probeTitleId: PROBE_TITLE_ID })),
      publish: host(
        createPublishTitles({
          publish,
          clock,
          telemetry,
          records: { aggregation: 'none', aggregatedRecordBytes: 51_200 },
        }),
      ),
      settle: host(createSettleDeferred({ telemetry, maxDeferrals: facts.maxDeferrals })),
    });
    this.stream = stream;
    this.account = account;
    this.largest = largest;
  }

  /** Waits for a moment, so many minutes after {@link ORIGIN}. */
  async reach(minutes: number): Promise<void> {
    const left = ORIGIN + minutes * MINUTE_MS - this.clock.monotonic();
    if (left > 0) await this.clock.sleep(left);
  }
}

/** What Watchmode has counted. */
export interface Account {
  /** Credits. */
  charged: number;
  /** How often a title was answered, which costs 2 credits. */
  readonly bought: Map<number, number>;
  /** Questions of Check Watchmode that cost a credit. */
  probes: number;
}

/** The IDs of a world's titles, by their index. */
export const titleIdOf = (index: number): number => 9_000_001 + index;

function unluckyWatchmode(facts: WorldFacts, clock: Clock, account: Account): WatchmodeClient {
  const asked = new Map<number, number>();
  const isDown = () =>
    facts.outages.some(({ fromMinutes, lastsMinutes }) => {
      const minutes = (clock.now() - ORIGIN) / MINUTE_MS;
      return minutes >= fromMinutes && minutes < fromMinutes + lastsMinutes;
    });
  const answer = async (request: string, credits: number) => {
    await clock.sleep(200);
    if (isDown()) throw new WatchmodeUnavailable(request, 'no answer (ECONNREFUSED)', null);
    account.charged += credits;
  };
  return {
    requestsPerMinute: () => null,
    serverTime: () => null,
    async status() {
      await answer('GET /status', 0);
      return { quota: 1_000_000, quotaUsed: account.charged };
    },
    async changes(_feed, query) {
      await answer('GET /changes/new_titles', 1);
      const start = moment(query.startDate, 'start');
      const end = moment(query.endDate, 'end');
      const titles = facts.titles.flatMap(({ listedAtMinutes }, index) => {
        const listedAt = ORIGIN + listedAtMinutes * MINUTE_MS;
        return listedAt >= start && listedAt <= end ? [titleIdOf(index)] : [];
      });
      return { titles, page: 1, total_results: titles.length, total_pages: 1 };
    },
    releases: () => Promise.reject(new Error('no world has this feed')),
    async title(titleId) {
      const request = `GET /title/${titleId}/details`;
      const title = facts.titles[titleId - titleIdOf(0)];
      if (title === undefined) throw new Error(`${request}: nobody listed this title`);
      await answer(request, 0);
      const times = asked.get(titleId) ?? 0;
      asked.set(titleId, times + 1);
      const { behaviour } = title;
      const isBroken = behaviour === 'broken' || (typeof behaviour === 'object' && times < behaviour.flaky);
      if (isBroken) throw new WatchmodeUnavailable(request, 'Watchmode answers 503', 503);
      if (behaviour === 'missing') throw new WatchmodeTitleNotFound(request, titleId);
      account.charged += 2;
      account.bought.set(titleId, (account.bought.get(titleId) ?? 0) + 1);
      if (behaviour === 'odd') throw new WatchmodeUnexpectedResponse(request, 'it breaks its schema');
      return titleDetails(titleId, { plot_overview: plotOf(title, clock.now()) });
    },
    async details(titleId) {
      await answer(`GET /title/${titleId}/details`, 1);
      account.probes += 1;
      return titleDetails(titleId);
    },
  };
}

/** What a title tells at a moment. */
function plotOf({ revisedAtMinutes }: WorldTitle, now: number): string {
  return now < ORIGIN + revisedAtMinutes * MINUTE_MS ? 'as it was' : 'as it is';
}

function moment(text: string, edge: 'start' | 'end'): number {
  const seconds = parsePacific(text, edge);
  if (seconds === undefined) throw new Error(`Watchmode takes no date such as ${text}`);
  return seconds * 1_000;
}

/** A stream as the publisher sees it. Every second entry of a call that it rejects is written. */
function unluckyStream(faults: readonly StreamFault[], stream: StreamEvent[]) {
  let calls = 0;
  return {
    send: (command: unknown): Promise<PutRecordsCommandOutput> => {
      const { Records = [] } = (command as { readonly input: PutRecordsCommandInput }).input;
      const fault = faults[calls] ?? 'none';
      calls += 1;
      if (fault === 'fails') return Promise.reject(new Error('socket hang up'));
      const results = Records.map((record, index) => {
        if (fault === 'rejects' && index % 2 === 0) {
          return { ErrorCode: 'ProvisionedThroughputExceededException', ErrorMessage: 'Rate exceeded' };
        }
        stream.push(JSON.parse(Buffer.from(record.Data ?? []).toString('utf8')) as StreamEvent);
        return { ShardId: 'shardId-000000000000', SequenceNumber: String(stream.length) };
      });
      if (fault === 'lost') return Promise.reject(new Error('socket hang up'));
      return Promise.resolve({ Records: results, $metadata: {} });
    },
  } as unknown as Parameters<typeof createPublisher>[0]['client'];
}

/** A task as Lambda runs it: JSON in, JSON out, errors by their names. */
function hosted(task: TaskHandler<unknown>, largest: { bytes: number }): FakeFunction {
  const weigh = (value: unknown) => {
    largest.bytes = Math.max(largest.bytes, Buffer.byteLength(JSON.stringify(value)));
  };
  return async (payload) => {
    weigh(payload);
    try {
      const output = (await task(payload, invocation())) as JsonValue;
      weigh(output);
      return output;
    } catch (error) {
      if (!(error instanceof TaskError)) throw error;
      return fail(error.name, error.message);
    }
  };
}
