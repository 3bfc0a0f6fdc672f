import { beforeEach, describe, expect, it } from '@jest/globals';
import { viewFeeds } from '../../../console/server/feeds.ts';
import { ROUTES } from '../../../console/server/routes.ts';
import { deferredTitle, definitionWith, FakeProgress, TABLE } from '../../cli/support/fake-progress.ts';
import { executionArnOf, type FakeExecution } from '../../cli/support/fake-step-functions.ts';
import { fakeContext, ON_AWS } from './support/fake-context.ts';

const table = new FakeProgress();
const open = async (...executions: FakeExecution[]) => {
  const { context, fake } = await fakeContext(executions, ON_AWS);
  fake.currentDefinition = definitionWith(TABLE);
  return context;
};
const claim = {
  ...{ feed: 'new_titles', item: 'claim' },
  ...{ executionArn: executionArnOf('nightly'), claimedAt: '2026-11-24T06:00:01.250Z' },
} as const;
const holder = (status: 'RUNNING' | 'SUCCEEDED', redriveStatus = 'NOT_REDRIVABLE'): FakeExecution => ({
  name: 'nightly',
  description: { status, redriveStatus: redriveStatus as 'NOT_REDRIVABLE' | 'REDRIVABLE' },
});

beforeEach(() => table.reset());

describe('the progress of the feeds', () => {
  it('is served to the pages', () => {
    expect(ROUTES['GET /api/feeds']).toBeDefined();
  });

  it('has the watermark, the claim, and the waiting and given-up titles', async () => {
    const LATER = Date.UTC(2027, 0, 1) / 1_000;
    table.put(
      {
        ...{ feed: 'new_titles', item: 'watermark', watermark: '2026-11-24T05:00:00Z' },
        ...{ listedFrom: '2026-11-23T04:00:00Z', executionArn: executionArnOf('before') },
      },
      claim,
      deferredTitle('new_titles', 6),
      deferredTitle('new_titles', 5, { since: '2026-11-20T06:00:03Z', runs: 4 }),
      deferredTitle('new_titles', 8, { status: 'rejected', runs: 7, expiresAt: LATER }),
      deferredTitle('new_titles', 9, { status: 'rejected', expiresAt: 1 }),
      { feed: 'releases', item: 'watermark', watermark: '2026-11-24T05:00:00Z' },
    );

    const { feeds, ...rest } = await viewFeeds(await open(holder('RUNNING')));

    expect(rest).toEqual({ table: TABLE });
    expect(feeds).toMatchObject([
      {
        feed: 'new_titles',
        watermark: {
          at: Date.parse('2026-11-24T05:00:00Z'),
          listedFrom: Date.parse('2026-11-23T04:00:00Z'),
          run: 'title-ingestion:before',
        },
        claim: { run: 'title-ingestion:nightly', claimedAt: Date.parse(claim.claimedAt), isAtWork: true },
        waiting: { count: 2, titles: [{ titleId: 5 }, { titleId: 6 }] },
        rejected: { count: 1, titles: [{ titleId: 8, status: 'rejected', runs: 7 }] },
      },
      {
        feed: 'releases',
        watermark: { listedFrom: null, run: null },
        claim: null,
        waiting: { count: 0, titles: [] },
      },
    ]);
    expect(feeds[0]?.waiting.titles[0]).toEqual({
      titleId: 5,
      status: 'waiting',
      since: Date.parse('2026-11-20T06:00:03Z'),
      deferredAt: Date.parse('2026-11-24T06:00:09Z'),
      runs: 4,
      error: 'Watchmode.Unavailable',
      reason: 'HTTP 503',
      lastRun: 'title-ingestion:nightly',
    });
  });

  it.each([
    ['has ended', [holder('SUCCEEDED')]],
    ['was cut off with its process', [holder('RUNNING', 'REDRIVABLE')]],
    ['is forgotten', []],
  ])('shows the holder of the claim as not running if it %s', async (_, executions) => {
    table.put(claim);

    const { feeds } = await viewFeeds(await open(...executions));

    expect(feeds).toMatchObject([{ claim: { isAtWork: false } }]);
  });

  it('counts all waiting titles, and lists the oldest 500', async () => {
    const ids = Array.from({ length: 501 }, (_, index) => index + 1);
    table.put(...ids.map((id) => deferredTitle('new_titles', id)));

    const { feeds } = await viewFeeds(await open());

    expect(feeds[0]?.waiting.count).toBe(501);
    expect(feeds[0]?.waiting.titles).toHaveLength(500);
  });

  it('fails for a state machine without a table', async () => {
    const { context } = await fakeContext([], ON_AWS);

    await expect(viewFeeds(context)).rejects.toThrow('does not say where it keeps its progress');
  });
});
