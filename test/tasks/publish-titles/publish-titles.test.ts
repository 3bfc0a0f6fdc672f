import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { decodeAggregatedRecord } from '../../../events/kpl/decode.ts';
import type { Batch, StreamEvent, TitleOutcome } from '../../../events/types.ts';
import { findViolations } from '../../../events/validate.ts';
import { StreamThrottled } from '../../../tasks/shared/errors/stream-errors.ts';
import { memoryProgress } from '../support/memory-progress.ts';
import { memoryPublishedTitles } from '../support/memory-published-titles.ts';
import { fetchedTitle } from '../support/title.ts';
import { deferred, metricsOf, OUTCOMES, publishing, unfetched } from './support/publishing.ts';

const eventOf = (data: Uint8Array) => JSON.parse(Buffer.from(data).toString('utf8')) as StreamEvent;

describe('publishing a batch', () => {
  it('puts one event a fetched title onto the stream, and accounts for every title', async () => {
    const { answer, result, published } = publishing();

    expect(findViolations('PublishedBatch', await answer)).toEqual([]);
    expect(await result).toEqual({
      published: 2,
      skipped: 0,
      deferred: 3,
      rejected: 0,
      credits: 6,
      setAside: [
        { titleId: 12, outcome: 'deferred', reason: 'Watchmode knows no title 12' },
        { titleId: 14, outcome: 'deferred', reason: 'Watchmode answers 500' },
        { titleId: 15, outcome: 'deferred', reason: '/id must be integer' },
      ],
    });
    expect(published.map(({ partitionKey }) => partitionKey)).toEqual(['11', '13']);
    const events = published.map(({ data }) => eventOf(data));
    expect(events.flatMap((event) => findViolations('StreamEvent', event))).toEqual([]);
    expect(events[0]).toMatchObject({ data: { title: 'Amélie 東京 🎬' } });
  });

  it('packs the events into aggregated records if the deployment is configured so', async () => {
    const { result, published } = publishing(OUTCOMES, { aggregation: 'kpl' });

    expect(await result).toMatchObject({ published: 2 });
    expect(published).toHaveLength(1);
    const events = decodeAggregatedRecord(published[0]?.data ?? new Uint8Array())?.map(({ data }) =>
      eventOf(data),
    );
    expect(events?.map(({ subject }) => subject)).toEqual(['11', '13']);
  });

  it.each([true, false])(
    'does everything but publish in a dry run, and touches no table (keepsDeferred: %s)',
    async (keepsDeferred) => {
      const { result, published, lines, progress } = publishing(OUTCOMES, {
        batch: { dryRun: true, keepsDeferred },
        progress: memoryProgress(deferred(11), deferred(14)),
      });

      expect(await result).toMatchObject({ published: 2, skipped: 1, deferred: 2, rejected: 0 });
      expect(published).toEqual([]);
      expect(metricsOf(lines)).not.toHaveProperty('TitlesPublished');
      expect(metricsOf(lines)).not.toHaveProperty('StreamRecords');
      expect(progress.calls).toEqual([]);
    },
  );

  const unknown = unfetched(12, {
    outcome: 'skipped',
    error: 'Watchmode.TitleNotFound',
    cause: 'Watchmode knows no title 12',
  });
  const unlisted = { isListed: false };

  it('announces a title as removed if Watchmode no longer knows it and it was published before', async () => {
    const run = publishing([fetchedTitle(11), unknown], {
      batch: unlisted,
      publishedTitles: memoryPublishedTitles(12, 13),
    });

    expect(await run.result).toMatchObject({ published: 1, skipped: 1 });
    const events = run.published.map(({ data }) => eventOf(data));
    expect(events.flatMap((event) => findViolations('StreamEvent', event))).toEqual([]);
    expect(events.map(({ subject, type, time, data }) => [subject, type, time, data === null])).toEqual([
      ['11', 'tvguide.title.added', '2026-11-24T06:00:01.250Z', false],
      ['12', 'tvguide.title.removed', '2026-11-24T06:00:00.000Z', true],
    ]);
    expect([...run.publishedTitles.titleIds]).toEqual([13, 11]);
    expect(metricsOf(run.lines)).toMatchObject({ TitlesPublished: 1, TitlesRemoved: 1 });
  });

  it.each([
    ['was never published', { publishedTitles: memoryPublishedTitles(13), batch: unlisted }],
    ['is still on the list of the feed', { publishedTitles: memoryPublishedTitles(12) }],
    ['is in a dry run', { publishedTitles: memoryPublishedTitles(12), batch: { ...unlisted, dryRun: true } }],
  ])('announces no removal of a title that %s', async (_, options) => {
    const before = [...options.publishedTitles.titleIds];
    const run = publishing([unknown], options);
    await run.result;

    expect(run.published).toEqual([]);
    expect([...run.publishedTitles.titleIds]).toEqual(before);
  });

  it('announces a removal again, under the same id, if the stream failed', async () => {
    const publishedTitles = memoryPublishedTitles(12);
    const removal = { batch: unlisted, publishedTitles };
    const error = new StreamThrottled('titles', 1, 8, ['InternalFailure']);
    await expect(publishing([unknown], { ...removal, error }).result).rejects.toBe(error);
    const again = publishing([unknown], removal);
    await again.result;
    const other = publishing([unknown], {
      batch: { ...unlisted, executionArn: 'arn:later' },
      publishedTitles: memoryPublishedTitles(12),
    });
    await other.result;

    const [id, idOfOtherRun] = [again, other].map(({ published }) => eventOf(published[0]!.data).id);
    expect(id).toBe(createHash('sha256').update('arn:own\nremoved\n12\nnull').digest('hex'));
    expect(idOfOtherRun).not.toBe(id);
  });

  it('lists a title as published before its event is sent, so that its removal is never missed', async () => {
    const error = new StreamThrottled('titles', 1, 8, ['InternalFailure']);
    const run = publishing([fetchedTitle(11)], { error });
    await expect(run.result).rejects.toBe(error);

    expect([...run.publishedTitles.titleIds]).toEqual([11]);
  });

  it('fails as the stream fails', async () => {
    const error = new StreamThrottled('titles', 1, 8, ['InternalFailure']);

    await expect(publishing(OUTCOMES, { error }).result).rejects.toBe(error);
  });

  it('refuses a batch that breaks its contract', async () => {
    const { result, published } = publishing([{ titleId: 12, outcome: 'lost', cause: '' } as never]);

    await expect(result).rejects.toMatchObject({ name: 'InvalidInput' });
    expect(published).toEqual([]);
  });

  const held = (placeHeldUntil: string, fetchedAt = '2026-11-24T05:59:59.000Z') => ({
    ...fetchedTitle(1),
    fetchedAt,
    placeHeldUntil,
  });

  it('holds its places as long as the last of its titles if others wait for them', async () => {
    const outcomes = [
      held('2026-11-24T06:00:31.000Z'),
      held('2026-11-24T06:00:35.000Z'),
      held('2026-11-24T06:00:30.000Z'),
    ];
    const hold = async (batch: Partial<Batch>, titles: TitleOutcome[] = outcomes) =>
      await publishing(titles, { batch }).answer;
    const none = { placeHeldSeconds: 0, placeHeldUntil: '2026-11-24T06:00:00.000Z' };

    expect(await hold({})).toMatchObject({
      placeHeldSeconds: 35,
      placeHeldUntil: '2026-11-24T06:00:35.000Z',
    });
    expect(await hold({ keepsPace: false })).toMatchObject(none);
    expect(await hold({}, [unfetched(4, {})])).toMatchObject(none);
    expect(await hold({}, [held('2026-11-24T05:59:59.900Z')])).toMatchObject(none);
  });

  it('holds its places no longer than planned if the clock was set back by an hour', async () => {
    const ahead = held('2026-11-24T07:00:30.000Z', '2026-11-24T07:00:00.000Z');

    expect((await publishing([ahead]).answer).placeHeldSeconds).toBe(30);
  });

  it('writes metrics', async () => {
    const { result, published, lines } = publishing(OUTCOMES, { retried: 3 });
    await result;

    expect(metricsOf(lines)).toMatchObject({
      TitlesPublished: 2,
      TitlesSkipped: 0,
      TitlesDeferred: 3,
      TitlesRejected: 0,
      StreamRecords: 2,
      StreamBytes: published.reduce(
        (sum, { partitionKey, data }) => sum + partitionKey.length + data.length,
        0,
      ),
      StreamEntriesRetried: 3,
    });
  });

  it('logs each title that was set aside, and no payload', async () => {
    const { result, lines } = publishing();
    await result;

    expect(lines.filter(({ level }) => level === 'WARN')).toMatchObject([
      {
        message: 'set a title aside',
        titleId: 12,
        outcome: 'deferred',
        reason: 'Watchmode knows no title 12',
      },
      { message: 'set a title aside', titleId: 14, outcome: 'deferred', reason: 'Watchmode answers 500' },
      {
        message: 'set a title aside',
        titleId: 15,
        outcome: 'deferred',
        error: 'Watchmode.UnexpectedResponse',
      },
    ]);
    expect(JSON.stringify(lines)).not.toContain('Amélie');
  });
});
