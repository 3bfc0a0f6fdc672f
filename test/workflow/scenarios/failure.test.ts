import { describe, expect, it } from '@jest/globals';
import type { PublishTitlesInput } from '../../../events/types.ts';
import type { JsonValue } from '../../../local/stepfunctions/index.ts';
import {
  fail,
  fetched,
  publishAll,
  WorkflowHarness,
  summaryOf,
  titleOf,
} from './support/workflow-harness.ts';

const fetchedFrom = (payload: unknown) => fetched(titleOf(payload));

describe('a title that Watchmode does not know, or whose response is invalid', () => {
  const unknown = (payload: unknown) =>
    titleOf(payload) === 1 ? fail('Watchmode.TitleNotFound', 'Watchmode knows no title 1') : fetched(2);

  it('is set aside with its reason, and the others are published', async () => {
    const harness = new WorkflowHarness({
      fetch: (payload) => {
        if (titleOf(payload) === 1) fail('Watchmode.TitleNotFound', 'Watchmode knows no title 1');
        if (titleOf(payload) === 2) fail('Watchmode.UnexpectedResponse', '/year must be integer');
        return fetchedFrom(payload);
      },
    });

    const record = await harness.ingest({ titleIds: [1, 2, 3] });

    expect(summaryOf(record)).toMatchObject({
      discovered: 3,
      published: 1,
      skipped: 1,
      deferred: 1,
      creditsUsed: 5,
      setAside: [
        { titleId: 1, outcome: 'skipped', reason: 'Watchmode knows no title 1' },
        { titleId: 2, outcome: 'deferred', reason: '/year must be integer' },
      ],
      setAsideOmitted: 0,
    });
    expect(harness.waiting).toEqual([2]);
    const [child] = await harness.children(record.executionArn);
    expect(await harness.story(child?.executionArn ?? '')).toContain('PassStateEntered Set aside title');
  });

  it('is skipped only after two runs if the feed still lists it', async () => {
    const harness = new WorkflowHarness({ titles: 2, fetch: unknown });

    const outcomes = [];
    for (let run = 1; run <= 4; run += 1) {
      const { skipped, deferred } = summaryOf(await harness.ingest());
      outcomes.push({ skipped, deferred, waiting: harness.waiting });
    }

    expect(outcomes).toEqual([
      { skipped: 0, deferred: 1, waiting: [1] },
      { skipped: 0, deferred: 1, waiting: [1] },
      { skipped: 1, deferred: 0, waiting: [] },
      // The feed still lists it, but Watchmode is known not to know it.
      { skipped: 1, deferred: 0, waiting: [] },
    ]);
  });

  it('is listed if it is among the first hundred; the rest is counted', async () => {
    const harness = new WorkflowHarness({
      titles: 130,
      fetch: () => fail('Watchmode.UnexpectedResponse', '/year must be integer'),
    });

    const summary = summaryOf(await harness.ingest());

    expect(summary).toMatchObject({ published: 0, deferred: 130, setAsideOmitted: 30 });
    expect(summary.setAside.map(({ titleId }) => titleId)).toEqual(
      Array.from({ length: 100 }, (_, index) => index + 1),
    );
    // Titles that the summary has no room for wait all the same.
    expect(harness.waiting).toHaveLength(130);
  });
});

describe('a temporary error', () => {
  it.each([
    ['Watchmode.RateLimited', 4],
    ['Watchmode.Unavailable', 4],
    ['Lambda.TooManyRequestsException', 24],
  ])('%s is retried up to %i times', async (name, attempts) => {
    let calls = 0;
    const harness = new WorkflowHarness({
      titles: 1,
      fetch: (payload) => {
        calls += 1;
        return calls <= attempts ? fail(name, 'not now') : fetchedFrom(payload);
      },
    });

    const record = await harness.ingest();

    expect(record.status).toBe('SUCCEEDED');
    expect(calls).toBe(attempts + 1);
  });
});

describe('a listing that stopped after paid pages', () => {
  it.each([
    [3, 'SUCCEEDED'],
    [4, 'FAILED'],
  ])(
    '%i times in succession is repeated three times, over minutes: the run has %s',
    async (failures, status) => {
      let listings = 0;
      const harness = new WorkflowHarness({
        titles: 1,
        around: async (call, carryOut) => {
          if (call.stateName !== 'List new titles') return carryOut();
          listings += 1;
          return listings <= failures
            ? { status: 'FAILED', error: 'Watchmode.ListingInterrupted', cause: 'page 12' }
            : carryOut();
        },
      });
      const startedAt = harness.clock.now();

      const record = await harness.ingest();

      expect(record.status).toBe(status);
      expect(listings).toBe(4);
      // The harness draws the middle of each wait: 60, 120 and 240 s.
      expect(harness.clock.now() - startedAt).toBeGreaterThanOrEqual(420_000);
    },
  );
});

describe('a title that Watchmode refuses although it accepts the key', () => {
  const refused = () => fail('Watchmode.TitleRefused', 'Watchmode refuses title 2 (401)');

  it('is fetched again only after Check Watchmode, and is deferred when it is refused again', async () => {
    const asked: number[] = [];
    const checks: unknown[] = [];
    const harness = new WorkflowHarness({
      fetch: (payload) => {
        asked.push(titleOf(payload));
        return titleOf(payload) === 2 ? refused() : fetchedFrom(payload);
      },
      check: (payload) => {
        checks.push(payload);
        return { checkedAt: '2026-11-24T06:10:00.000Z', creditsUsed: 0 };
      },
    });

    const record = await harness.ingest();

    expect(summaryOf(record)).toMatchObject({ published: 2, deferred: 1, creditsUsed: 5 });
    expect(asked.sort()).toEqual([1, 2, 2, 3]);
    expect(checks).toEqual([{ fetched: 2 }]);
  });

  it('fails the run when every title is refused: Check Watchmode says so', async () => {
    let asked = 0;
    const harness = new WorkflowHarness({
      fetch: () => {
        asked += 1;
        return refused();
      },
      check: () => fail('Watchmode.Unauthorized', "Watchmode gives no title's details"),
    });

    const record = await harness.ingest();

    expect(record).toMatchObject({ status: 'FAILED', error: 'States.ExceedToleratedFailureThreshold' });
    const [child] = await harness.children(record.executionArn);
    expect(child).toMatchObject({ status: 'FAILED', error: 'Watchmode.Unauthorized' });
    expect(asked).toBe(3);
  });
});

describe('a permanent error', () => {
  it.each([
    'InvalidInput',
    'TooManyTitles',
    'ConfigurationError',
    'Watchmode.Unauthorized',
    'Watchmode.PlanRequired',
    'Watchmode.QuotaExceeded',
    'Watchmode.UnexpectedResponse',
  ])('%s of the listing fails the run at once, under its own name', async (name) => {
    let calls = 0;
    const harness = new WorkflowHarness({
      list: () => {
        calls += 1;
        return fail(name, 'what is wrong');
      },
    });

    const record = await harness.ingest();

    expect(record).toMatchObject({ status: 'FAILED', error: name });
    expect(JSON.parse(record.cause ?? '')).toMatchObject({ errorMessage: 'what is wrong' });
    expect(calls).toBe(1);
  });
});

describe('a redrive', () => {
  it('runs only the failed children, and in them only what had not succeeded', async () => {
    const calls = new Map<number, number>();
    let isUp = false;
    const harness = new WorkflowHarness({
      titles: 25,
      fetch: (payload) => {
        calls.set(titleOf(payload), (calls.get(titleOf(payload)) ?? 0) + 1);
        return titleOf(payload) === 13 && !isUp
          ? fail('Watchmode.Unauthorized', 'bad key')
          : fetchedFrom(payload);
      },
    });

    const failed = await harness.ingest();
    isUp = true;
    const record = await harness.redrive(failed.executionArn);

    expect(failed).toMatchObject({ status: 'FAILED', error: 'States.ExceedToleratedFailureThreshold' });
    expect(record).toMatchObject({ status: 'SUCCEEDED', executionArn: failed.executionArn, redriveCount: 1 });
    expect(summaryOf(record)).toMatchObject({ discovered: 25, published: 25 });
    expect(calls.get(13)).toBe(2);
    expect([...calls].filter(([id, count]) => id !== 13 && count !== 1)).toEqual([]);
    expect((await harness.story(record.executionArn)).filter((event) => event.startsWith('MapRun'))).toEqual([
      'MapRunStarted',
      'MapRunFailed',
      'MapRunRedriven',
      'MapRunSucceeded',
    ]);
  });

  it('repeats the task that found the problem', async () => {
    let quotaIsBack = false;
    const harness = new WorkflowHarness({
      list: () => {
        if (!quotaIsBack) fail('Watchmode.QuotaExceeded', 'the run needs 501 credits, 12 are left');
        return {
          titleIds: [],
          run: {
            feed: 'new_titles',
            window: null,
            regions: ['GB'],
            dryRun: false,
            discovered: 0,
            advancesWatermark: false,
            keepsDeferred: true,
            isListed: true,
            creditsUsed: 0,
            batchResultBytes: 4096,
            waitsFor: null,
            correctedWatermark: null,
          },
        };
      },
    });

    const failed = await harness.ingest();
    quotaIsBack = true;

    expect(failed.error).toBe('Watchmode.QuotaExceeded');
    expect(await harness.redrive(failed.executionArn)).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('publishes a batch that the stream had refused, without fetching its titles again', async () => {
    let fetches = 0;
    let hasRoom = false;
    const harness = new WorkflowHarness({
      titles: 2,
      fetch: (payload) => {
        fetches += 1;
        return fetchedFrom(payload);
      },
      publish: (payload) =>
        hasRoom
          ? (publishAll(payload as unknown as PublishTitlesInput) as unknown as JsonValue)
          : fail('Stream.Throttled', 'full'),
    });

    const failed = await harness.ingest();
    hasRoom = true;
    const record = await harness.redrive(failed.executionArn);

    expect(failed.status).toBe('FAILED');
    expect(summaryOf(record)).toMatchObject({ published: 2 });
    expect(fetches).toBe(2);
  });
});
