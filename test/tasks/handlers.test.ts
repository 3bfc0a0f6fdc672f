import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { mockClient, type AwsClientStub } from 'aws-sdk-client-mock';
import type { StreamEvent } from '../../events/types.ts';
import { findViolations } from '../../events/validate.ts';
import { createHandler as createCheckWatchmode } from '../../tasks/check-watchmode/handler.ts';
import { createHandler as createFetchTitleDetails } from '../../tasks/fetch-title-details/handler.ts';
import { createHandler as createListNewTitles } from '../../tasks/list-new-titles/handler.ts';
import { createHandler as createPublishTitles } from '../../tasks/publish-titles/handler.ts';
import { createHandler as createSettleDeferred } from '../../tasks/settle-deferred/handler.ts';
import { invocation } from './support/ports.ts';
import { titleDetails } from './support/title.ts';
import { startWatchmodeServer, type WatchmodeServer } from './support/watchmode-server.ts';

const API_KEY = 'sesame-0123456789';
let kinesis: AwsClientStub<KinesisClient>;
let watchmode: WatchmodeServer;
let lines: string[];

beforeEach(async () => {
  lines = [];
  kinesis = mockClient(KinesisClient);
  watchmode = await startWatchmodeServer(({ path }) => {
    if (path === '/status') return { body: { quota: 1000, quotaUsed: 10 } };
    if (path === '/changes/new_titles') {
      return { body: { titles: [11, 12, 13], page: 1, total_results: 3, total_pages: 1 } };
    }
    const id = Number(/^\/title\/(\d+)\/details$/.exec(path)?.[1]);
    return id === 13 ? { status: 404 } : { body: titleDetails(id) };
  });
});

afterEach(() => {
  kinesis.restore();
  return watchmode.close();
});

const writeLine = (line: string) => lines.push(line);

function environment(extra: Record<string, string> = {}): Record<string, string> {
  return { WATCHMODE_BASE_URL: watchmode.baseUrl, WATCHMODE_API_KEY: API_KEY, LOG_LEVEL: 'debug', ...extra };
}

const LISTING_INPUT = {
  executionInput: { source: 'schedule', scheduledTime: '2026-11-24T06:00:00Z' },
  executionArn: 'arn:aws:states:eu-west-2:123456789012:execution:title-ingestion:nightly',
  startedAt: '2026-11-24T06:00:03.250Z',
  watermark: '{"watermark":"2026-11-23T06:00:00Z","deferred":[]}',
  otherRuns: [],
};

describe('the handlers', () => {
  it('take a run from its input to the stream, each result in its contract', async () => {
    kinesis
      .on(PutRecordsCommand)
      .callsFake((input: { Records: unknown[] }) => ({ Records: input.Records.map(() => ({})) }));
    const list = createListNewTitles(environment(), { writeLine });
    const fetchDetails = createFetchTitleDetails(environment({ FETCH_CONCURRENCY: '10' }), { writeLine });
    const publish = createPublishTitles({ STREAM_NAME: 'titles', AWS_REGION: 'eu-west-2' }, { writeLine });

    const listing = await list(LISTING_INPUT, invocation());
    expect(findViolations('Listing', listing)).toEqual([]);
    expect(listing).toEqual({
      titleIds: [11, 12, 13],
      waiting: [],
      run: {
        feed: 'new_titles',
        window: { start: '2026-11-23T05:00:00Z', end: '2026-11-24T06:00:00Z' },
        regions: ['GB'],
        dryRun: false,
        discovered: 3,
        advancesWatermark: true,
        keepsDeferred: true,
        creditsUsed: 1,
        batchResultBytes: 4096,
        skippedBecause: null,
      },
    });

    const { feed, regions, dryRun, batchResultBytes } = listing.run;
    const fetched = await Promise.all(
      [11, 12].map((titleId) => fetchDetails({ titleId, regions }, invocation())),
    );
    expect(fetched.flatMap((title) => findViolations('FetchedTitle', title))).toEqual([]);
    await expect(fetchDetails({ titleId: 13, regions }, invocation())).rejects.toMatchObject({
      name: 'Watchmode.TitleNotFound',
      titleId: 13,
    });

    const unknown = {
      titleId: 13,
      outcome: 'skipped',
      error: 'Watchmode.TitleNotFound',
      cause:
        '{"errorType":"Watchmode.TitleNotFound","errorMessage":"Watchmode knows no title 13","trace":[]}',
    };
    const { result } = await publish(
      {
        batch: { feed, regions, dryRun, batchResultBytes, keepsPace: false },
        outcomes: [...fetched, unknown],
      },
      invocation(),
    );
    expect(result).toEqual({
      published: 2,
      skipped: 1,
      deferred: 0,
      credits: 4,
      named: [],
      setAside: [{ titleId: 13, outcome: 'skipped', reason: 'Watchmode knows no title 13' }],
    });
    const { published, skipped, deferred, credits, setAside } = result;
    const settlement = await createSettleDeferred({}, { writeLine })(
      {
        run: listing.run,
        startedAt: LISTING_INPUT.startedAt,
        waiting: listing.waiting,
        tally: { published, skipped, deferred, rejected: 0, credits, setAside },
        named: result.named,
        unnamed: 0,
        parameter: LISTING_INPUT.watermark,
      },
      invocation(),
    );
    expect(findViolations('Settlement', settlement)).toEqual([]);
    expect(settlement.parameter).toBe('{"watermark":"2026-11-24T06:00:00Z","deferred":[]}');

    const [call] = kinesis.commandCalls(PutRecordsCommand);
    const records = call?.args[0].input.Records ?? [];
    const events = records.map(
      ({ Data = new Uint8Array() }) => JSON.parse(Buffer.from(Data).toString('utf8')) as StreamEvent,
    );
    expect(events.flatMap((event) => findViolations('StreamEvent', event))).toEqual([]);
    expect(events.map(({ subject, type }) => [subject, type])).toEqual([
      ['11', 'tvguide.title.added'],
      ['12', 'tvguide.title.added'],
    ]);
    expect(records.map(({ PartitionKey }) => PartitionKey)).toEqual(['11', '12']);

    const tasks = lines.map((line) => (JSON.parse(line) as { task: string }).task);
    expect(new Set(tasks)).toEqual(
      new Set(['list-new-titles', 'fetch-title-details', 'publish-titles', 'settle-deferred']),
    );
  });

  it('ask whether Watchmode answers, with a title that is known', async () => {
    const check = createCheckWatchmode(environment({ PROBE_TITLE_ID: '77' }), { writeLine });

    const answer = await check({ fetched: 0 }, invocation());

    expect(findViolations('WatchmodeCheck', answer)).toEqual([]);
    expect(answer.creditsUsed).toBe(1);
    expect(watchmode.requests.map(({ path }) => path)).toEqual(['/status', '/title/77/details']);
    expect(lines.map((line) => JSON.parse(line) as object)).toContainEqual(
      expect.objectContaining({ task: 'check-watchmode', message: 'Watchmode answers', creditsUsed: 1 }),
    );
  });

  it('warn of what Watchmode says and nobody understands', async () => {
    watchmode.reply = () => ({ body: { ...titleDetails(11), year: 'soon' } });
    const fetchDetails = createFetchTitleDetails(environment({ FETCH_CONCURRENCY: '10' }), { writeLine });

    expect((await fetchDetails({ titleId: 11, regions: ['GB'] }, invocation())).record.year).toBeNull();
    expect(lines.map((line) => JSON.parse(line) as object)).toContainEqual(
      expect.objectContaining({
        level: 'WARN',
        request: 'GET /title/11/details',
        parts: '/year must be integer,null',
      }),
    );
  });

  it('send the API key in a header, and never in an address or a line', async () => {
    const list = createListNewTitles(environment(), { writeLine });
    await list(LISTING_INPUT, invocation());
    expect(watchmode.requests).toHaveLength(2);
    for (const { headers, path, query } of watchmode.requests) {
      expect(headers['x-api-key']).toBe(API_KEY);
      expect(path + JSON.stringify(query)).not.toContain(API_KEY);
    }
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.join('\n')).not.toContain(API_KEY);
  });

  it('report a wrong configuration from the invocation, every fault at once', async () => {
    const publish = createPublishTitles({ RECORD_AGGREGATION: 'zip' });
    await expect(publish({}, invocation())).rejects.toMatchObject({
      name: 'ConfigurationError',
      faults: [
        'STREAM_NAME is missing',
        'RECORD_AGGREGATION must be one of none, kpl',
        'AWS_REGION is missing',
      ],
    });
  });

  it('mark every line with the request that wrote it', async () => {
    const list = createListNewTitles(environment(), { writeLine });
    await list(LISTING_INPUT, invocation());
    const requestIds = lines.map((line) => (JSON.parse(line) as { requestId?: string }).requestId);
    expect(new Set(requestIds)).toEqual(new Set(['request-1']));
  });
});
