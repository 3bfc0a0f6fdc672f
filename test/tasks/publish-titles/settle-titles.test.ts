import { describe, expect, it } from '@jest/globals';
import type { Batch } from '../../../events/types.ts';
import { memoryProgress, orUnavailable } from '../support/memory-progress.ts';
import { fetchedTitle } from '../support/title.ts';
import { BATCH, deferred, metricsOf, OUTCOMES, publishing, unfetched } from './support/publishing.ts';

describe('the deferred titles of a batch', () => {
  it('are in the progress table before anything is on the stream, with their errors', async () => {
    const { result, progress } = publishing(OUTCOMES, { error: new Error('no stream') });

    await expect(result).rejects.toThrow('no stream');
    expect(progress.items()).toMatchObject([
      { item: 'deferred#12', runs: 1, notFoundRuns: 1, error: 'Watchmode.TitleNotFound' },
      {
        item: 'deferred#14',
        status: 'waiting',
        since: '2026-11-24T05:50:00Z',
        runs: 1,
        lastRun: 'arn:own',
        deferredAt: '2026-11-24T06:00:00.000Z',
        error: 'Watchmode.Unavailable',
        reason: 'Watchmode answers 500',
      },
      { item: 'deferred#15', error: 'Watchmode.UnexpectedResponse' },
    ]);
  });

  it('are counted once when the batch is repeated', async () => {
    const progress = memoryProgress(deferred(14));
    await expect(publishing(OUTCOMES, { progress, error: new Error('no stream') }).result).rejects.toThrow();
    const once = progress.items();

    const { result } = publishing(OUTCOMES, { progress });

    expect(await result).toMatchObject({ deferred: 3 });
    expect(progress.items()).toEqual(once);
    expect(progress.deferred('new_titles', 14)).toMatchObject({ runs: 2, since: '2026-11-23T05:50:00Z' });
  });

  it('are rejected by the last allowed run, which reports the start of their wait', async () => {
    const { result, progress, lines } = publishing([unfetched(14, {}), unfetched(15, {})], {
      progress: memoryProgress(deferred(14, { since: '2026-11-20T05:50:00Z', runs: 6 })),
    });

    expect(await result).toMatchObject({
      published: 0,
      deferred: 1,
      rejected: 1,
      setAside: [
        {
          titleId: 14,
          outcome: 'rejected',
          reason:
            'given up after 7 runs since 2026-11-20T05:50:00Z, last because of Watchmode.Unavailable: Watchmode answers 500',
        },
        { titleId: 15, outcome: 'deferred' },
      ],
    });
    expect(progress.deferred('new_titles', 14)).toMatchObject({ status: 'rejected', runs: 7 });
    expect(metricsOf(lines)).toMatchObject({ TitlesRejected: 1, TitlesDeferred: 1 });
  });

  it('say "1 run" where one is enough', async () => {
    const { result } = publishing([unfetched(14, {})], { limits: { maxRuns: 1, minDays: 0 } });

    expect((await result).setAside[0]?.reason).toMatch(/^given up after 1 run since 2026-11-24T05:50:00Z, /);
  });

  it('are counted in the order of the batch for any order of responses of the table', async () => {
    const { result } = publishing([5, 4, 3, 2, 1].map((titleId) => unfetched(titleId, {})));

    expect((await result).setAside.map(({ titleId }) => titleId)).toEqual([5, 4, 3, 2, 1]);
  });

  it('are not read from a table without deferred titles, and are counted even if another run was faster', async () => {
    const progress = memoryProgress(deferred(14));

    const { result } = publishing([fetchedTitle(11), unfetched(14, {})], {
      progress,
      batch: { hasDeferred: false },
    });

    expect(await result).toMatchObject({ published: 1, deferred: 1 });
    expect(progress.deferred('new_titles', 14)).toMatchObject({ runs: 2, lastRun: 'arn:own' });
    // The first put finds an item, which is read then.
    expect(progress.calls.map(({ operation }) => operation)).toEqual(['put', 'readDeferred', 'put']);
  });

  it('fail the batch, and publish nothing, when the table does not answer', async () => {
    for (const operation of ['readDeferred', 'put'] as const) {
      const progress = memoryProgress();
      progress.beforeCall = (call) => (call.operation === operation ? 'throttled' : undefined);
      const { result, published } = publishing(OUTCOMES, { progress });

      await expect(result).rejects.toMatchObject({ name: 'Progress.Unavailable' });
      expect(published).toEqual([]);
    }
  });
});

describe('a title that the input named', () => {
  it('waits for the next run over the open window when it is deferred', async () => {
    const { result, progress } = publishing([unfetched(14, {})], { batch: { isListed: false } });

    expect(await result).toMatchObject({ deferred: 1, skipped: 0 });
    expect(progress.items()).toMatchObject([{ item: 'deferred#14', status: 'waiting', runs: 1 }]);
  });
});

describe('a title that Watchmode does not know', () => {
  const unknown = [unfetched(12, { outcome: 'skipped', error: 'Watchmode.TitleNotFound' })];

  it('is deferred for two runs when the feed lists it, then skipped, also when the batch is repeated', async () => {
    const progress = memoryProgress(deferred(12, { runs: 2, notFoundRuns: 2 }));
    const { result } = publishing(unknown, { progress });
    expect(await result).toMatchObject({ skipped: 1, deferred: 0, setAside: [{ outcome: 'skipped' }] });
    const once = progress.items();

    expect(await publishing(unknown, { progress }).result).toEqual(await result);
    expect(progress.items()).toEqual(once);
    expect(once).toMatchObject([{ status: 'unknown', notFoundRuns: 3 }]);
  });

  it('is skipped at once, and removed, when the input named it', async () => {
    const progress = memoryProgress(deferred(12));
    const { result } = publishing(unknown, { batch: { isListed: false }, progress });

    expect(await result).toMatchObject({ skipped: 1, deferred: 0 });
    expect(progress.items()).toEqual([]);
  });

  it('leaves no item when it was named and never deferred', async () => {
    const { result, progress } = publishing(unknown, { batch: { isListed: false } });

    expect(await result).toMatchObject({ skipped: 1 });
    expect(progress.items()).toEqual([]);
  });
});

describe('a title that is published', () => {
  it.each(['waiting', 'rejected', 'unknown'] as const)('is removed when it was %s', async (status) => {
    const progress = memoryProgress(deferred(11, { status }), deferred(99));

    await publishing([fetchedTitle(11)], { progress }).result;

    expect(progress.items()).toEqual([deferred(99)]);
  });

  it('is removed after it is on the stream, not before', async () => {
    const progress = memoryProgress(deferred(11));
    const { result } = publishing([fetchedTitle(11)], { progress, error: new Error('no stream') });

    await expect(result).rejects.toThrow('no stream');
    expect(progress.items()).toEqual([deferred(11)]);
  });

  it('stays when another run has deferred it since it was fetched', async () => {
    const { fetchedAt } = fetchedTitle(11);
    const after = (milliseconds: number) =>
      deferred(11, { deferredAt: new Date(Date.parse(fetchedAt) + milliseconds).toISOString() });

    const stays = memoryProgress(after(1));
    await publishing([fetchedTitle(11)], { progress: stays }).result;
    expect(stays.items()).toEqual([after(1)]);

    const goes = memoryProgress(after(0));
    await publishing([fetchedTitle(11)], { progress: goes }).result;
    expect(goes.items()).toEqual([]);
  });

  it('is removed when a clock that was days fast has deferred it', async () => {
    const hoursAhead = (hours: number) =>
      memoryProgress(deferred(11, { deferredAt: new Date(Date.UTC(2026, 10, 24, 6 + hours)).toISOString() }));

    const goes = hoursAhead(72);
    await publishing([fetchedTitle(11)], { progress: goes }).result;
    expect(goes.items()).toEqual([]);

    const stays = hoursAhead(1);
    await publishing([fetchedTitle(11)], { progress: stays }).result;
    expect(stays.items()).toHaveLength(1);
  });

  it('stays when another run defers it while it is published', async () => {
    const progress = memoryProgress(deferred(11));
    const later = deferred(11, { runs: 2, lastRun: 'arn:third' });
    progress.beforeCall = ({ operation }) => {
      if (operation === 'remove') progress.set(later);
      return undefined;
    };

    expect(await publishing([fetchedTitle(11)], { progress }).result).toMatchObject({ published: 1 });
    expect(progress.items()).toEqual([later]);
  });

  it('is published again, and removed, when the table did not answer', async () => {
    for (const fault of ['throttled', 'answer lost', 'sent twice'] as const) {
      const progress = memoryProgress(deferred(11));
      progress.beforeCall = ({ operation }) => (operation === 'remove' ? fault : undefined);
      const first = publishing([fetchedTitle(11)], { progress });
      await orUnavailable(first.result);
      progress.beforeCall = () => undefined;
      const second = publishing([fetchedTitle(11)], { progress });

      expect(await second.result).toMatchObject({ published: 1 });
      expect(second.published).toEqual(first.published);
      expect(progress.items()).toEqual([]);
    }
  });

  it('costs one read and nothing else when it was not deferred', async () => {
    const { result, progress } = publishing([fetchedTitle(11), fetchedTitle(13)]);
    await result;

    expect(progress.calls).toEqual([{ operation: 'readDeferred', feed: 'new_titles' }]);
  });
});

describe('a batch whose deferred titles are not recorded', () => {
  it.each<[string, Partial<Batch>]>([
    ['for other regions', { keepsDeferred: false, regions: ['IE'] }],
    ['of an earlier release, which says nothing of it', {}],
  ])('%s does not use the table, and accepts the outcome of each title', async (_, changes) => {
    const { feed, regions, dryRun, batchResultBytes, keepsPace } = BATCH;
    const { result, published, progress } = publishing(OUTCOMES, {
      wholeBatch: { feed, regions, dryRun, batchResultBytes, keepsPace, ...changes },
      progress: memoryProgress(deferred(11), deferred(12)),
      limits: { maxRuns: 1, minDays: 0 },
    });

    expect(await result).toMatchObject({ published: 2, skipped: 1, deferred: 2, rejected: 0 });
    expect(published).toHaveLength(2);
    expect(progress.calls).toEqual([]);
  });

  it('has named titles by default', async () => {
    const { isListed, ...wholeBatch } = BATCH;
    const outcomes = [unfetched(12, { outcome: 'skipped', error: 'Watchmode.TitleNotFound' })];

    expect(isListed).toBe(true);
    expect(await publishing(outcomes, { wholeBatch }).result).toMatchObject({ skipped: 1, deferred: 0 });
  });

  it('is refused if its titles are to be recorded and it names no execution', async () => {
    const { feed, regions, dryRun, batchResultBytes, keepsPace } = BATCH;
    const wholeBatch = { feed, regions, dryRun, batchResultBytes, keepsPace, keepsDeferred: true };
    const { result } = publishing([], { wholeBatch, error: new Error('must not be called') });

    await expect(result).rejects.toMatchObject({ name: 'InvalidInput' });
  });
});
