import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ProgressItem, ReferenceItem } from '../../../events/types.ts';
import {
  WatchmodeUnavailable,
  WatchmodeUnexpectedResponse,
} from '../../../tasks/shared/errors/watchmode-errors.ts';
import { memoryProgress, type TableFault } from '../support/memory-progress.ts';
import { FakeClock } from '../support/ports.ts';
import { OWN, refreshing, SOURCES } from './support/refreshing.ts';

const YESTERDAY = '2026-11-23T06:00:00.000Z';
const OLD: ReferenceItem = {
  feed: 'catalogue',
  item: 'reference#source',
  fetchedAt: YESTERDAY,
  entries: [{ id: 203, name: 'Netflix UK', type: 'sub', regions: ['GB'] }],
  unpublished: [],
};
const storedNames = (run: ReturnType<typeof refreshing>) =>
  (
    run.progress.item('catalogue', 'reference#source') as { entries: { name: string }[] } | undefined
  )?.entries.map(({ name }) => name);
const requestOf = (executionArn: string, requestedAt: string) =>
  ({ feed: 'catalogue', item: 'request#source', executionArn, requestedAt }) as const;
const withItems = (...items: ProgressItem[]) =>
  refreshing({ progress: memoryProgress(...structuredClone(items)) });

describe('names', () => {
  it('are asked for again after a failure that costs nothing', async () => {
    let calls = 0;
    const run = refreshing({
      answers: {
        sources() {
          calls += 1;
          if (calls === 1) throw new WatchmodeUnavailable('GET /sources', 'Watchmode answers 500', 500);
          return SOURCES;
        },
      },
    });

    await expect(run.refresh()).rejects.toMatchObject({ name: 'Watchmode.Unavailable' });
    expect(await run.refresh()).toEqual({ credits: 3, published: 4 });
  });

  it('of an earlier day stay for this day after a paid response that breaks the schema', async () => {
    const run = refreshing({
      progress: memoryProgress(structuredClone(OLD)),
      answers: {
        sources() {
          throw new WatchmodeUnexpectedResponse('GET /sources', 'the response is no list');
        },
      },
    });

    await expect(run.refresh()).rejects.toMatchObject({ name: 'Watchmode.UnexpectedResponse' });
    expect(await run.refresh()).toEqual({ credits: 2, published: 2 });
    expect(run.bought().filter((name) => name === 'sources')).toHaveLength(1);
    expect(storedNames(run)).toEqual(['Netflix UK']);
  });

  it('are not bought while another execution buys them, and are read when it has', async () => {
    const run = withItems(OLD, requestOf('arn:other', '2026-11-24T05:59:30.000Z'));

    await expect(run.refresh()).rejects.toMatchObject({
      name: 'Progress.Unavailable',
      message: 'names of services: another execution is buying them',
    });
    expect(run.bought()).toEqual([]);
    run.progress.set({ ...structuredClone(OLD), fetchedAt: '2026-11-24T05:59:31.000Z' });
    expect(await run.refresh()).toEqual({ credits: 2, published: 2 });
  });

  it.each([
    ['another execution has died in its request', requestOf('arn:other', '2026-11-24T05:58:00.000Z')],
    ['the execution itself has died in its request', requestOf(OWN, '2026-11-24T05:59:59.000Z')],
  ])('of an earlier day stay for this day if %s', async (_, request) => {
    const run = withItems(OLD, request);

    expect(await run.refresh()).toEqual({ credits: 2, published: 2 });
    expect(run.bought()).toEqual(['genres', 'regions']);
    expect(run.progress.item('catalogue', 'reference#source')).toMatchObject({
      fetchedAt: request.requestedAt,
      entries: OLD.entries,
    });
    expect(await run.refresh()).toMatchObject({ published: 0 });
  });

  it('are bought if there are none of an earlier day', async () => {
    const run = withItems(requestOf(OWN, '2026-11-24T05:59:59.000Z'));

    expect(await run.refresh()).toEqual({ credits: 3, published: 4 });
  });

  it('are bought on the day after a lost response', async () => {
    const run = withItems(OLD, requestOf('arn:other', '2026-11-23T23:59:59.000Z'));

    expect(await run.refresh()).toEqual({ credits: 3, published: 4 });
    expect(storedNames(run)).toEqual(['Prime Video', 'Netflix']);
  });

  it('are taken for stored if the table repeated a write whose answer was lost', async () => {
    const run = refreshing();
    run.progress.beforeCall = ({ operation, item }) =>
      operation === 'put' && item === 'reference#source' && run.bought().length === 1
        ? 'sent twice'
        : undefined;

    expect(await run.refresh()).toEqual({ credits: 3, published: 4 });
  });

  it('are not stored over those of another execution', async () => {
    const run: ReturnType<typeof refreshing> = refreshing({
      answers: {
        sources() {
          run.progress.set({ ...structuredClone(OLD), fetchedAt: '2026-11-24T06:00:00.500Z' });
          return SOURCES;
        },
      },
    });

    await expect(run.refresh()).rejects.toMatchObject({ name: 'Progress.Unavailable' });
    expect(storedNames(run)).toEqual(['Netflix UK']);
    expect(await run.refresh()).toEqual({ credits: 2, published: 2 });
  });
});

describe('two executions at once', () => {
  it('pay for the names once', async () => {
    const progress = memoryProgress();
    const clock = new FakeClock('2026-11-24T06:00:00.000Z');
    const runs = [refreshing({ progress, clock }), refreshing({ progress, clock })];

    const first = await Promise.allSettled(runs.map((run, index) => run.refresh(`arn:${index}`)));
    const second = await Promise.all(runs.map((run, index) => run.refresh(`arn:${index}`)));

    expect(first.filter(({ status }) => status === 'rejected')).toHaveLength(1);
    expect(runs.flatMap((run) => run.bought())).toHaveLength(3);
    expect(second.reduce((sum, { credits }) => sum + credits, 0)).toBe(3);
  });

  it('never spend more than three credits a day after the first, whatever the table does', async () => {
    const fault = fc.constantFrom<TableFault | undefined>(
      undefined,
      undefined,
      'throttled',
      'answer lost',
      'sent twice',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fault, { maxLength: 60 }),
        fc.array(fc.nat(1), { maxLength: 8 }),
        async (faults, turns) => {
          const progress = memoryProgress(
            structuredClone(OLD),
            { ...structuredClone(OLD), item: 'reference#genre', entries: [] },
            { ...structuredClone(OLD), item: 'reference#region', entries: [] },
          );
          const clock = new FakeClock('2026-11-24T06:00:00.000Z');
          const runs = [refreshing({ progress, clock }), refreshing({ progress, clock })];
          let calls = 0;
          progress.beforeCall = () => faults[(calls += 1)];
          for (const turn of turns) await runs[turn]!.refresh(`arn:${turn}`).catch(() => undefined);
          progress.beforeCall = () => undefined;
          clock.advance(200_000);
          const last = await runs[0]!.refresh('arn:last');

          expect(runs.flatMap((run) => run.bought()).length).toBeLessThanOrEqual(3);
          expect(last.credits).toBeLessThanOrEqual(3);
        },
      ),
    );
  });
});
