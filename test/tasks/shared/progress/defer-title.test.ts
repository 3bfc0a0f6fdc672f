import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DeferredItem } from '../../../../events/types.ts';
import { findViolations } from '../../../../events/validate.ts';
import { deferTitle, type Deferral } from '../../../../tasks/shared/progress/defer-title.ts';
import {
  memoryProgress,
  orUnavailable,
  type MemoryProgress,
  type TableFault,
} from '../../support/memory-progress.ts';
import { deepFreeze } from '../../support/ports.ts';

const DAY_MS = 86_400_000;
const FIRST = Date.parse('2026-11-24T06:00:00Z');
const LIMITS = { maxRuns: 7, minDays: 3 };
const NOT_FOUND = 'Watchmode.TitleNotFound';

/** The deferral of title 7 by a run some days after the first one. */
function deferralOf(executionArn: string, days: number, error = 'Watchmode.Unavailable'): Deferral {
  const startedAt = FIRST + days * DAY_MS;
  return {
    feed: 'new_titles',
    titleId: 7,
    executionArn,
    startedAt: new Date(startedAt).toISOString(),
    now: startedAt + 60_000,
    error,
    reason: `${error} in ${executionArn}`,
    arrivals: [],
  };
}

/** Defers title 7 after reading the table. */
async function defer(
  progress: MemoryProgress,
  deferral: Deferral,
  limits = LIMITS,
  known: DeferredItem | undefined = progress.deferred('new_titles', 7),
): Promise<DeferredItem> {
  const item = await deferTitle(deepFreeze(deferral), known, { progress, limits });
  expect(findViolations('ProgressItem', item)).toEqual([]);
  return item;
}

/** Runs at an interval of some days. */
async function runs(count: number, daysApart: number, limits = LIMITS, error?: string) {
  const progress = memoryProgress();
  const statuses: string[] = [];
  for (let run = 0; run < count; run += 1) {
    const { status } = await defer(progress, deferralOf(`arn:${run}`, run * daysApart, error), limits);
    statuses.push(status);
  }
  return { progress, statuses };
}

const lastStatus = async (...args: Parameters<typeof runs>) => (await runs(...args)).statuses.at(-1);

describe('a deferred title', () => {
  it('waits, with the run and its error', async () => {
    const progress = memoryProgress();

    const item = await defer(progress, deferralOf('arn:a', 0));

    expect(item).toEqual({
      feed: 'new_titles',
      item: 'deferred#7',
      titleId: 7,
      status: 'waiting',
      since: '2026-11-24T06:00:00.000Z',
      runs: 1,
      notFoundRuns: 0,
      countedRuns: ['arn:a'],
      lastRun: 'arn:a',
      deferredAt: '2026-11-24T06:01:00.000Z',
      error: 'Watchmode.Unavailable',
      reason: 'Watchmode.Unavailable in arn:a',
    });
    expect(progress.items()).toEqual([item]);
  });

  it('waits since the first run, with the error of the last', async () => {
    const progress = memoryProgress();
    await defer(progress, deferralOf('arn:a', 0));

    expect(await defer(progress, deferralOf('arn:b', 1, 'Runtime.ExitError'))).toMatchObject({
      status: 'waiting',
      since: '2026-11-24T06:00:00.000Z',
      runs: 2,
      countedRuns: ['arn:a', 'arn:b'],
      lastRun: 'arn:b',
      deferredAt: '2026-11-25T06:01:00.000Z',
      error: 'Runtime.ExitError',
    });
  });

  it('has the later of two times when the run that began first writes last', async () => {
    const progress = memoryProgress();
    const { deferredAt } = await defer(progress, deferralOf('arn:b', 1));

    expect((await defer(progress, deferralOf('arn:a', 0))).deferredAt).toBe(deferredAt);
    expect((await defer(progress, deferralOf('arn:c', 2))).deferredAt).toBe('2026-11-26T06:01:00.000Z');
  });

  it('has a reason of at most 200 characters', async () => {
    const item = await defer(memoryProgress(), { ...deferralOf('arn:a', 0), reason: 'x'.repeat(1_000) });

    expect(item.reason).toBe('x'.repeat(200));
  });

  it("keeps the last 400 of its runs, so that an item never exceeds DynamoDB's limit", async () => {
    const { progress } = await runs(402, 1 / 1_000);

    expect(progress.deferred('new_titles', 7)).toMatchObject({ runs: 402, status: 'waiting' });
    const counted = progress.deferred('new_titles', 7)?.countedRuns ?? [];
    expect([counted.length, counted[0], counted.at(-1)]).toEqual([400, 'arn:2', 'arn:401']);
  });
});

describe('a title that an earlier release deferred', () => {
  it('keeps its number of runs, whose names are unknown', async () => {
    const progress = memoryProgress({
      feed: 'new_titles',
      item: 'deferred#7',
      titleId: 7,
      status: 'waiting',
      since: '2026-11-20T06:00:03Z',
      runs: 5,
      error: 'Runtime.ExitError',
    });

    expect(await defer(progress, deferralOf('arn:a', 0))).toMatchObject({
      since: '2026-11-20T06:00:03Z',
      runs: 6,
      notFoundRuns: 0,
      countedRuns: ['arn:a'],
    });
  });
});

describe('a run', () => {
  it('is counted once if its batch is repeated with any error', async () => {
    const progress = memoryProgress();
    const first = await defer(progress, deferralOf('arn:a', 0));

    expect(await defer(progress, deferralOf('arn:a', 9, NOT_FOUND))).toEqual(first);
    expect(await defer(progress, deferralOf('arn:a', 0), LIMITS, first)).toEqual(first);
    expect(progress.items()).toEqual([first]);
  });

  it('is counted once when its batch is repeated after another run', async () => {
    const progress = memoryProgress();
    await defer(progress, deferralOf('arn:a', 0));
    const second = await defer(progress, deferralOf('arn:b', 1));

    expect(await defer(progress, deferralOf('arn:a', 0))).toEqual(second);
  });

  it('is counted once per run for any order of repeated batches and any faults', async () => {
    const step = fc.record({
      run: fc.nat(4),
      /** The item as read before the later steps. */
      isStale: fc.boolean(),
      faults: fc.array(
        fc.constantFrom<(TableFault | undefined)[]>(undefined, 'throttled', 'answer lost', 'sent twice'),
        { maxLength: 3 },
      ),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
        const progress = memoryProgress();
        const before: (DeferredItem | undefined)[] = [undefined];
        const settled = new Set<number>();
        for (const { run, isStale, faults } of steps) {
          const known = isStale ? before[Math.floor(before.length / 2)] : before.at(-1);
          const left = [...faults];
          progress.beforeCall = () => left.shift();
          const ports = { progress, limits: LIMITS };
          const item = await orUnavailable(deferTitle(deferralOf(`arn:${run}`, run), known, ports));
          progress.beforeCall = () => undefined;
          if (item !== undefined) settled.add(run);
          before.push(progress.deferred('new_titles', 7));
        }
        const counted = progress.deferred('new_titles', 7)?.countedRuns ?? [];

        expect(progress.deferred('new_titles', 7)?.runs ?? 0).toBe(counted.length);
        expect(new Set(counted).size).toBe(counted.length);
        expect(counted).toEqual(expect.arrayContaining([...settled].map((run) => `arn:${run}`)));
      }),
      { numRuns: 300 },
    );
  });

  it('is counted in addition to another one that worked at the same time', async () => {
    const progress = memoryProgress();
    const both = await Promise.all([
      defer(progress, deferralOf('arn:a', 0), LIMITS, undefined),
      defer(progress, deferralOf('arn:b', 0), LIMITS, undefined),
    ]);

    expect(both.map((item) => item.runs).sort()).toEqual([1, 2]);
    expect(progress.deferred('new_titles', 7)).toMatchObject({
      runs: 2,
      countedRuns: expect.arrayContaining(['arn:a', 'arn:b']),
    });
  });

  it('counts from the start when the title was published meanwhile', async () => {
    const progress = memoryProgress();
    const known = await defer(progress, deferralOf('arn:a', 0));
    progress.delete('new_titles', 'deferred#7');

    expect(await defer(progress, deferralOf('arn:b', 1), LIMITS, known)).toMatchObject({
      runs: 1,
      since: '2026-11-25T06:00:00.000Z',
    });
  });

  it('gives up when the item has changed five times', async () => {
    const progress = memoryProgress();
    let changes = 0;
    progress.beforeCall = ({ operation }) => {
      if (operation === 'put') {
        changes += 1;
        progress.set({ ...changed, runs: changes });
      }
      return undefined;
    };
    const changed: DeferredItem = {
      feed: 'new_titles',
      item: 'deferred#7',
      titleId: 7,
      status: 'waiting',
      since: '2026-11-24T06:00:00Z',
      runs: 1,
      error: 'Watchmode.Unavailable',
    };

    await expect(defer(progress, deferralOf('arn:a', 0))).rejects.toMatchObject({
      name: 'Progress.Unavailable',
      request: 'title 7 of new_titles',
    });
    expect(changes).toBe(5);
    expect(progress.deferred('new_titles', 7)?.runs).toBe(5);
  });
});

describe('a title that every run defers', () => {
  it('is given up by the seventh daily run, and kept for 90 days', async () => {
    const { statuses, progress } = await runs(7, 1);

    expect(statuses).toEqual([...Array.from({ length: 6 }, () => 'waiting'), 'rejected']);
    const { expiresAt = 0, runs: counted } = progress.deferred('new_titles', 7) ?? {};
    expect(counted).toBe(7);
    expect(expiresAt * 1_000).toBe(FIRST + 6 * DAY_MS + 60_000 + 90 * DAY_MS);
  });

  it('needs both the number of runs and the number of days', async () => {
    expect(await lastStatus(7, 3 / 6)).toBe('rejected');
    expect(await lastStatus(7, 2.999 / 6)).toBe('waiting');
    expect(await lastStatus(72, 1 / 24)).toBe('waiting');
    expect(await lastStatus(73, 1 / 24)).toBe('rejected');
    expect(await lastStatus(6, 30)).toBe('waiting');
  });

  it('is given up by the limits of the deployment', async () => {
    expect(await lastStatus(1, 0, { maxRuns: 1, minDays: 0 })).toBe('rejected');
    expect(await lastStatus(2, 10, { maxRuns: 3, minDays: 0 })).toBe('waiting');
    expect(await lastStatus(3, 5, { maxRuns: 2, minDays: 10 })).toBe('rejected');
    expect(await lastStatus(2, 9, { maxRuns: 2, minDays: 10 })).toBe('waiting');
  });

  it('stays given up when the batch of that run is repeated', async () => {
    const { progress } = await runs(7, 1);
    const rejected = progress.deferred('new_titles', 7);

    expect(await defer(progress, deferralOf('arn:6', 8))).toEqual(rejected);
  });

  it('starts again when a feed lists it again later', async () => {
    const { progress } = await runs(7, 1);

    const item = await defer(progress, deferralOf('arn:again', 20));

    expect(item).toMatchObject({
      status: 'waiting',
      runs: 1,
      countedRuns: ['arn:again'],
      since: '2026-12-14T06:00:00.000Z',
    });
    expect(item).not.toHaveProperty('expiresAt');
    const { progress: other } = await runs(7, 1);
    expect(await defer(other, deferralOf('arn:again', 20, NOT_FOUND))).toMatchObject({
      status: 'waiting',
      runs: 1,
      notFoundRuns: 1,
    });
  });
});

describe('a title that Watchmode does not know although a feed lists it', () => {
  it('is deferred by two runs, then unknown, and kept for 90 days', async () => {
    const { statuses, progress } = await runs(3, 1, LIMITS, NOT_FOUND);

    expect(statuses).toEqual(['waiting', 'waiting', 'unknown']);
    expect(progress.deferred('new_titles', 7)).toMatchObject({
      notFoundRuns: 3,
      expiresAt: (FIRST + 92 * DAY_MS + 60_000) / 1_000,
    });
  });

  it('is unknown at once the next time, and counted once when the batch is repeated', async () => {
    const { progress } = await runs(3, 1, LIMITS, NOT_FOUND);
    const next = await defer(progress, deferralOf('arn:next', 30, NOT_FOUND));

    expect(next).toMatchObject({ status: 'unknown', notFoundRuns: 4, runs: 4 });
    expect(next.expiresAt).toBe((FIRST + 120 * DAY_MS + 60_000) / 1_000);
    expect(await defer(progress, deferralOf('arn:next', 31, NOT_FOUND))).toEqual(next);
  });

  it('starts again when it fails for another reason', async () => {
    const { progress } = await runs(3, 1, LIMITS, NOT_FOUND);

    expect(await defer(progress, deferralOf('arn:next', 4))).toMatchObject({
      status: 'waiting',
      runs: 1,
      notFoundRuns: 0,
    });
  });

  it('is unknown after two runs that need not be consecutive', async () => {
    const progress = memoryProgress();
    const errors = [NOT_FOUND, 'Watchmode.Unavailable', NOT_FOUND, 'Watchmode.Unavailable', NOT_FOUND];
    const statuses: string[] = [];
    for (const [run, error] of errors.entries()) {
      statuses.push((await defer(progress, deferralOf(`arn:${run}`, run, error))).status);
    }

    expect(statuses).toEqual(['waiting', 'waiting', 'waiting', 'waiting', 'unknown']);
  });
});

describe('an item that has expired', () => {
  it('is ignored, although DynamoDB has not deleted it yet', async () => {
    const { progress } = await runs(3, 1, LIMITS, NOT_FOUND);
    const expiresAt = (progress.deferred('new_titles', 7)?.expiresAt ?? 0) * 1_000;
    const at = (now: number, executionArn = 'arn:late') => ({
      ...deferralOf(executionArn, 95, NOT_FOUND),
      now,
    });

    expect(await defer(progress, at(expiresAt, 'arn:2'))).toMatchObject({ status: 'waiting', runs: 1 });

    const { progress: other } = await runs(3, 1, LIMITS, NOT_FOUND);
    expect(await defer(other, at(expiresAt - 1))).toMatchObject({ status: 'unknown', runs: 4 });
  });
});
