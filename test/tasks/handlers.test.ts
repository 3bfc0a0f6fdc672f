import { KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { GetParametersByPathCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mockClient, type AwsClientStub } from 'aws-sdk-client-mock';
import type { StreamEvent } from '../../events/types.ts';
import { findViolations } from '../../events/validate.ts';
import { createHandler as createCheckWatchmode } from '../../tasks/check-watchmode/handler.ts';
import { createHandler as createFetchTitleDetails } from '../../tasks/fetch-title-details/handler.ts';
import { createHandler as createJudgeFailedRun } from '../../tasks/judge-failed-run/handler.ts';
import { createHandler as createListNewTitles } from '../../tasks/list-new-titles/handler.ts';
import { createHandler as createMeasureProgress } from '../../tasks/measure-progress/handler.ts';
import { createHandler as createPublishTitles } from '../../tasks/publish-titles/handler.ts';
import { createHandler as createSaveSweep } from '../../tasks/save-sweep/handler.ts';
import { createHandler as createTakeOverProgress } from '../../tasks/take-over-progress/handler.ts';
import { createHandler as createRefreshReferenceData } from '../../tasks/refresh-reference-data/handler.ts';
import { createProgressTable } from '../../tasks/shared/progress/dynamodb-progress.ts';
import type { ProgressTable } from '../../tasks/shared/progress/progress-table.ts';
import { shareDynamodb } from '../local/dynamodb/support/shared-dynamodb.ts';
import { FakeClock, invocation } from './support/ports.ts';
import { startStepFunctionsServer, type StepFunctionsServer } from './support/step-functions-server.ts';
import { titleDetails } from './support/title.ts';
import { startWatchmodeServer, type WatchmodeServer } from './support/watchmode-server.ts';

const API_KEY = 'sesame-0123456789';
const RUN = 'arn:aws:states:eu-west-2:123456789012:execution:title-ingestion:nightly';
const OTHER = 'arn:aws:states:eu-west-2:123456789012:execution:title-ingestion:other';
const dynamodb = shareDynamodb();
let tableName: string;
let progress: ProgressTable;
let stepFunctions: StepFunctionsServer;
let kinesis: AwsClientStub<KinesisClient>;
let watchmode: WatchmodeServer;
let lines: string[];

beforeEach(async () => {
  lines = [];
  tableName = await dynamodb.newTable();
  progress = createProgressTable(dynamodb.client, tableName);
  stepFunctions = await startStepFunctionsServer();
  kinesis = mockClient(KinesisClient);
  kinesis
    .on(PutRecordsCommand)
    .callsFake((input: { Records: unknown[] }) => ({ Records: input.Records.map(() => ({})) }));
  watchmode = await startWatchmodeServer(({ path }) => {
    const headers = { date: 'Tue, 24 Nov 2026 06:00:03 GMT' };
    if (path === '/status') return { headers, body: { quota: 1000, quotaUsed: 10 } };
    if (path === '/changes/new_titles') {
      return { headers, body: { titles: [11, 12, 13], page: 1, total_results: 3, total_pages: 1 } };
    }
    const id = Number(/^\/title\/(\d+)\/details$/.exec(path)?.[1]);
    return id === 13 ? { status: 404 } : { headers, body: titleDetails(id) };
  });
});

afterEach(async () => {
  kinesis.restore();
  await Promise.all([watchmode.close(), stepFunctions.close()]);
});

const writeLine = (line: string) => lines.push(line);

const withWatchmode = (extra: Record<string, string> = {}): Record<string, string> => ({
  WATCHMODE_BASE_URL: watchmode.baseUrl,
  WATCHMODE_API_KEY: API_KEY,
  LOG_LEVEL: 'debug',
  ...extra,
});
/** The local endpoints, and the table. */
const withAws = (extra: Record<string, string> = {}): Record<string, string> => ({
  ...dynamodb.dynamodb.environment,
  AWS_ENDPOINT_URL_SFN: stepFunctions.endpoint,
  PROGRESS_TABLE: tableName,
  ...extra,
});
const lister = () => createListNewTitles(withWatchmode(withAws()), { writeLine, clock: atSix() });
const fetcher = () =>
  createFetchTitleDetails(withWatchmode({ FETCH_CONCURRENCY: '10' }), { writeLine, clock: atSix() });
const publisher = () =>
  createPublishTitles(withAws({ STREAM_NAME: 'titles' }), { writeLine, clock: atSix() });
const atSix = () => new FakeClock('2026-11-24T06:00:05.000Z');

const LISTING_INPUT = {
  executionInput: { source: 'schedule', scheduledTime: '2026-11-24T06:00:00Z' },
  executionArn: RUN,
  startedAt: '2026-11-24T06:00:03.250Z',
};
const WATERMARK = {
  feed: 'new_titles',
  item: 'watermark',
  watermark: '2026-11-23T06:00:00Z',
} as const;

describe('the handlers', () => {
  it('process a run from its input to the stream and the progress table, with valid results', async () => {
    await progress.put(WATERMARK, null);
    const list = lister();
    const fetchDetails = fetcher();
    const publish = publisher();

    const listing = await list(LISTING_INPUT, invocation());
    expect(findViolations('Listing', listing)).toEqual([]);
    expect(listing).toEqual({
      titleIds: [11, 12, 13],
      run: {
        feed: 'new_titles',
        window: { start: '2026-11-23T05:00:00Z', end: '2026-11-24T06:00:00Z' },
        regions: ['GB'],
        dryRun: false,
        discovered: 3,
        advancesWatermark: true,
        keepsDeferred: true,
        hasDeferred: false,
        isListed: true,
        creditsUsed: 1,
        batchResultBytes: 4096,
        waitsFor: null,
        correctedWatermark: null,
      },
    });
    expect(await progress.readClaim('new_titles')).toEqual({
      feed: 'new_titles',
      item: 'claim',
      executionArn: RUN,
      claimedAt: '2026-11-24T06:00:05.000Z',
    });

    const { feed, regions, dryRun, batchResultBytes, keepsDeferred, hasDeferred, isListed } = listing.run;
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
    const { executionArn, startedAt } = LISTING_INPUT;
    const batch = {
      ...{ feed, regions, dryRun, batchResultBytes, keepsDeferred, hasDeferred, isListed },
      keepsPace: false,
    };
    const { result } = await publish(
      { batch: { ...batch, executionArn, startedAt }, outcomes: [...fetched, unknown] },
      invocation(),
    );
    expect(result).toEqual({
      published: 2,
      skipped: 0,
      deferred: 1,
      rejected: 0,
      credits: 4,
      setAside: [{ titleId: 13, outcome: 'deferred', reason: 'Watchmode knows no title 13' }],
    });
    expect(await progress.listDeferred('new_titles')).toMatchObject([
      { titleId: 13, status: 'waiting', runs: 1, notFoundRuns: 1, countedRuns: [RUN], since: startedAt },
    ]);

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
    expect(new Set(tasks)).toEqual(new Set(['list-new-titles', 'fetch-title-details', 'publish-titles']));
  });

  it('give up a title by the limits of the environment, and remove a published one from the table', async () => {
    const publish = createPublishTitles(
      withAws({ STREAM_NAME: 'titles', MAX_DEFERRALS: '1', MIN_DEFERRAL_DAYS: '0' }),
      { writeLine, clock: atSix() },
    );
    const { executionArn, startedAt } = LISTING_INPUT;
    const batch = {
      feed: 'new_titles',
      regions: ['GB'],
      dryRun: false,
      batchResultBytes: 4_096,
      keepsPace: false,
      keepsDeferred: true,
      executionArn,
      startedAt,
    };
    const lost = { titleId: 11, outcome: 'deferred', error: 'Watchmode.Unavailable', cause: '' };
    const first = await publish({ batch, outcomes: [lost] }, invocation());
    expect(first.result).toMatchObject({ deferred: 0, rejected: 1 });
    expect(await progress.listDeferred('new_titles')).toMatchObject([{ titleId: 11, status: 'rejected' }]);

    const outcomes = [await fetcher()({ titleId: 11, regions: ['GB'] }, invocation())];
    await publish({ batch, outcomes }, invocation());
    expect(await progress.listDeferred('new_titles')).toEqual([]);
  });

  it('wait while Step Functions reports an execution as running', async () => {
    await progress.put(
      { feed: 'new_titles', item: 'claim', executionArn: OTHER, claimedAt: '2026-11-24T05:00:00.000Z' },
      null,
    );
    const list = lister();

    stepFunctions.executions.set(OTHER, { status: 'RUNNING', redriveStatus: 'NOT_REDRIVABLE' });
    expect((await list(LISTING_INPUT, invocation())).run).toMatchObject({ waitsFor: 'other', window: null });
    expect(watchmode.requests).toEqual([]);
    stepFunctions.executions.set(OTHER, { status: 'SUCCEEDED', redriveStatus: 'NOT_REDRIVABLE' });
    expect((await list(LISTING_INPUT, invocation())).run).toMatchObject({ waitsFor: null, discovered: 3 });
    expect((await progress.readClaim('new_titles'))?.executionArn).toBe(RUN);
  });

  it('judge a failed run by Step Functions and the progress table', async () => {
    const judge = createJudgeFailedRun(withAws({ REDRIVE_WAIT_SECONDS: '60' }), { writeLine });
    const input = { executionArn: RUN, redriveCount: 0, waitedSeconds: 0 };
    stepFunctions.executions.set(RUN, {
      status: 'FAILED',
      error: 'Watchmode.Unavailable',
      redriveCount: 0,
      redriveStatus: 'REDRIVABLE',
      startDate: 1_795_500_003,
      input: '{}',
    });

    const judgement = await judge(input, invocation());
    expect(findViolations('Judgement', judgement)).toEqual([]);
    expect(judgement).toMatchObject({ decision: 'wait', waitSeconds: 60 });
    await progress.put(
      { feed: 'new_titles', item: 'claim', executionArn: OTHER, claimedAt: '2030-01-01T00:00:00.000Z' },
      null,
    );
    expect(await judge(input, invocation())).toMatchObject({
      decision: 'leaveAlone',
      because: `${OTHER} has claimed its window since, and lists the same titles.`,
    });
    await expect(judge({ ...input, executionArn: OTHER }, invocation())).rejects.toMatchObject({
      name: 'InvalidInput',
    });
  });

  it('take over the parameters of earlier releases', async () => {
    const ssm = mockClient(SSMClient);
    ssm.on(GetParametersByPathCommand, { Path: '/tv-guide/prod/watermarks' }).resolves({
      Parameters: [
        {
          Name: '/tv-guide/prod/watermarks/new_titles',
          Value: '{"watermark":"2026-11-23T06:00:00Z","deferred":["11 1795413603 2 U"]}',
        },
      ],
    });
    const takeOver = createTakeOverProgress(withAws({ WATERMARK_PATH: '/tv-guide/prod/watermarks' }), {
      writeLine,
    });

    expect(await takeOver({}, invocation())).toEqual([
      { feed: 'new_titles', watermark: '2026-11-23T06:00:00Z', deferred: 1 },
    ]);
    expect(await takeOver({}, invocation())).toEqual([]);
    ssm.restore();
    expect(await progress.readWatermark('new_titles')).toEqual(WATERMARK);
    expect((await lister()(LISTING_INPUT, invocation())).titleIds).toEqual([11, 12, 13]);
  });

  it('measure the lag of the watermark', async () => {
    await progress.put(WATERMARK, null);
    const measure = createMeasureProgress(withAws({ MEASURED_FEEDS: 'new_titles,catalogue' }), {
      writeLine,
      clock: atSix(),
    });

    expect(await measure({}, invocation())).toBeNull();
    expect(lines.map((line) => JSON.parse(line) as object)).toEqual([
      expect.objectContaining({ task: 'measure-progress', WatermarkLag: 86_405 }),
    ]);
  });

  it('save a sweep in the progress table', async () => {
    const save = createSaveSweep(withAws(), { writeLine, clock: atSix() });
    const page = { page: 1, limit: 250, total: 2, isLast: true, titles: [3, 1], executionArn: RUN };
    const key = { feed: 'catalogue', item: 'page#GB:203#a#0001' } as const;
    await progress.put({ ...key, ...page, fetchedAt: '2026-11-24T06:00:01.000Z' }, null);
    const input = { executionArn: RUN, sections: ['GB:203'], listedAt: '2026-11-24T06:00:02.000Z' };

    const saved = await save(input, invocation());

    expect(findViolations('SavedSweep', saved)).toEqual([]);
    expect(saved).toEqual({ saved: 1 });
    expect(await progress.readSection('GB:203')).toMatchObject({ executionArn: RUN, titles: 2, slot: 'a' });
  });

  it('check if Watchmode answers, with a known title', async () => {
    const check = createCheckWatchmode(withWatchmode({ PROBE_TITLE_ID: '77' }), { writeLine });

    const answer = await check({ fetched: 0 }, invocation());

    expect(findViolations('WatchmodeCheck', answer)).toEqual([]);
    expect(answer.creditsUsed).toBe(1);
    expect(watchmode.requests.map(({ path }) => path)).toEqual(['/status', '/title/77/details']);
    expect(lines.map((line) => JSON.parse(line) as object)).toContainEqual(
      expect.objectContaining({ task: 'check-watchmode', message: 'Watchmode answers', creditsUsed: 1 }),
    );
  });

  it("buy Watchmode's names, store them and publish them", async () => {
    watchmode.reply = ({ path }) => {
      if (path === '/status') return { body: { quota: 1000, quotaUsed: 10 } };
      if (path === '/sources') return { body: [{ id: 203, name: 'Netflix', type: 'sub', regions: ['GB'] }] };
      if (path === '/genres') return { body: [{ id: 4, name: 'Comedy' }] };
      return { body: [{ country: 'GB', name: 'United Kingdom', plan_enabled: true }] };
    };
    const refresh = createRefreshReferenceData(withWatchmode(withAws({ STREAM_NAME: 'titles' })), {
      writeLine,
      clock: atSix(),
    });

    const output = await refresh({ executionArn: RUN, dryRun: false }, invocation());

    expect(output).toEqual({ credits: 3, published: 3 });
    expect(await progress.readReference('source')).toMatchObject({
      entries: [{ id: 203, name: 'Netflix', type: 'sub', regions: ['GB'] }],
      unpublished: [],
      executionArn: RUN,
    });
    expect(await progress.readReferenceRequest('region')).toMatchObject({ executionArn: RUN });
    const [call] = kinesis.commandCalls(PutRecordsCommand);
    expect(call?.args[0].input.Records?.map(({ PartitionKey }) => PartitionKey)).toEqual([
      'source:203',
      'genre:4',
      'region:GB',
    ]);
    expect(await refresh({ executionArn: RUN, dryRun: false }, invocation())).toEqual({
      credits: 3,
      published: 0,
    });
    expect(watchmode.requests).toHaveLength(4);
  });

  it("warn of invalid parts in Watchmode's responses", async () => {
    watchmode.reply = () => ({ body: { ...titleDetails(11), year: 'soon' } });
    const fetchDetails = fetcher();

    expect((await fetchDetails({ titleId: 11, regions: ['GB'] }, invocation())).record.year).toBeNull();
    expect(lines.map((line) => JSON.parse(line) as object)).toContainEqual(
      expect.objectContaining({
        level: 'WARN',
        request: 'GET /title/11/details',
        parts: '/year must be integer,null',
      }),
    );
  });

  it('send the API key in a header, and never in a URL or a log line', async () => {
    const list = lister();
    await list(LISTING_INPUT, invocation());
    expect(watchmode.requests).toHaveLength(2);
    for (const { headers, path, query } of watchmode.requests) {
      expect(headers['x-api-key']).toBe(API_KEY);
      expect(path + JSON.stringify(query)).not.toContain(API_KEY);
    }
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.join('\n')).not.toContain(API_KEY);
  });

  it('report all faults of the configuration at the invocation', async () => {
    const publish = createPublishTitles({ RECORD_AGGREGATION: 'zip' });
    await expect(publish({}, invocation())).rejects.toMatchObject({
      name: 'ConfigurationError',
      faults: [
        'STREAM_NAME is missing',
        'RECORD_AGGREGATION must be one of none, kpl',
        'PROGRESS_TABLE is missing',
        'AWS_REGION is missing',
      ],
    });
  });

  it('write the request id in every line', async () => {
    const list = lister();
    await list(LISTING_INPUT, invocation());
    const requestIds = lines.map((line) => (JSON.parse(line) as { requestId?: string }).requestId);
    expect(new Set(requestIds)).toEqual(new Set(['request-1']));
  });
});
