import { describe, expect, it } from '@jest/globals';
import { fail, fetched, WorkflowHarness, summaryOf, titleOf } from './support/workflow-harness.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Runs with an outage between two moments, counted from the start of the run. Counts the purchases. */
function outage(titles: number, { from, until }: { readonly from: number; readonly until: () => number }) {
  const bought: number[] = [];
  const checks: unknown[] = [];
  let requests = 0;
  const harness: WorkflowHarness = new WorkflowHarness({
    titles,
    fetch: (payload) => {
      if (isDown()) return fail('Watchmode.Unavailable', 'no answer (ECONNREFUSED)');
      // Some tenths of a second each, so that an outage may begin between two of them.
      bought.push(titleOf(payload));
      return fetched(titleOf(payload), harness.clock.now());
    },
    check: (payload) => {
      checks.push(payload);
      if (isDown()) return fail('Watchmode.Unavailable', 'GET /status: no answer (ECONNREFUSED)');
      return { checkedAt: new Date(harness.clock.now()).toISOString(), creditsUsed: 1 };
    },
  });
  const startedAt = harness.clock.now();
  const isDown = () => {
    requests += 1;
    const elapsed = harness.clock.now() - startedAt;
    return elapsed >= from && elapsed < until();
  };
  return {
    harness,
    bought,
    checks,
    requests: () => requests,
    elapsed: () => harness.clock.now() - startedAt,
  };
}

describe('an outage that ends', () => {
  it('makes Check Watchmode wait, and then every title is bought once', async () => {
    const world = outage(25, { from: 0, until: () => HOUR_MS });

    const record = await world.harness.ingest();

    expect(summaryOf(record)).toMatchObject({ discovered: 25, published: 25, deferred: 0 });
    expect(world.bought.sort((a, b) => a - b)).toEqual(Array.from({ length: 25 }, (_, index) => index + 1));
    expect(world.elapsed()).toBeGreaterThan(HOUR_MS);
    const [child] = await world.harness.children(record.executionArn);
    expect(await world.harness.statesEntered(child?.executionArn ?? '')).toEqual([
      'Fetch titles',
      ...Array.from({ length: 10 }, () => 'Fetch title details'),
      ...Array.from({ length: 10 }, () => 'Set aside title'),
      'All answered?',
      'Check Watchmode',
      'Fetch titles',
      ...Array.from({ length: 10 }, () => 'Fetch title details'),
      'All answered?',
      'Publish titles',
      'Keep pace',
    ]);
  });

  it('is checked once per batch, not for every title', async () => {
    const world = outage(10, { from: 0, until: () => HOUR_MS });

    await world.harness.ingest();

    // Five attempts a title until Check Watchmode, then one check for all of them.
    expect(world.checks.length).toBeLessThan(20);
    expect(world.requests()).toBe(10 * 5 + world.checks.length + 10);
  });

  it('that begins in the middle of a batch costs nothing twice, and loses no title to the next run', async () => {
    let count = 0;
    const bought: number[] = [];
    let isDown = false;
    const harness: WorkflowHarness = new WorkflowHarness({
      titles: 10,
      fetch: (payload) => {
        count += 1;
        if (count === 5) isDown = true;
        if (isDown) return fail('Watchmode.Unavailable', 'Watchmode answers 503');
        bought.push(titleOf(payload));
        return fetched(titleOf(payload));
      },
      check: (payload) => {
        expect(payload).toEqual({ fetched: 4 });
        isDown = false;
        return { checkedAt: '2026-11-24T06:10:00.000Z', creditsUsed: 0 };
      },
    });

    const record = await harness.ingest();

    expect(summaryOf(record)).toMatchObject({ published: 10, deferred: 0 });
    expect(bought).toHaveLength(10);
    expect(new Set(bought).size).toBe(10);
  });
});

describe('an outage that does not end', () => {
  it('fails the run after some two hours, in Check Watchmode', async () => {
    const world = outage(10, { from: 0, until: () => 24 * HOUR_MS });

    const record = await world.harness.ingest();

    expect(record).toMatchObject({ status: 'FAILED', error: 'States.ExceedToleratedFailureThreshold' });
    const [child] = await world.harness.children(record.executionArn);
    expect(child).toMatchObject({ status: 'FAILED', error: 'Watchmode.Unavailable' });
    expect((await world.harness.statesEntered(child?.executionArn ?? '')).at(-1)).toBe('Check Watchmode');
    expect(world.elapsed() / HOUR_MS).toBeGreaterThan(1.9);
    expect(world.elapsed() / HOUR_MS).toBeLessThan(2.3);
    expect(world.harness.watermark).toBeNull();
    expect(world.harness.deferred).toEqual([]);
  });

  it('is checked again by a redrive, which buys only the remaining titles', async () => {
    let until = 24 * HOUR_MS;
    const world = outage(25, { from: 0, until: () => until });
    const failed = await world.harness.ingest();

    const stillDown = await world.harness.redrive(failed.executionArn);
    until = 0;
    const record = await world.harness.redrive(failed.executionArn);

    expect([failed.status, stillDown.status, record.status]).toEqual(['FAILED', 'FAILED', 'SUCCEEDED']);
    expect(summaryOf(record)).toMatchObject({ discovered: 25, published: 25, deferred: 0 });
    expect(world.bought).toHaveLength(25);
    expect(new Set(world.bought).size).toBe(25);
  });
});
