import { describe, expect, it } from '@jest/globals';
import { decodeAggregatedRecord } from '../../../events/kpl/decode.ts';
import type { Batch, StreamEvent, TitleOutcome, UnfetchedTitle } from '../../../events/types.ts';
import { findViolations } from '../../../events/validate.ts';
import type { Entry } from '../../../tasks/publish-titles/entry.ts';
import { createPublishTitles } from '../../../tasks/publish-titles/publish-titles.ts';
import { StreamThrottled } from '../../../tasks/shared/errors/stream-errors.ts';
import { deepFreeze, FakeClock, invocation, recordedTelemetry } from '../support/ports.ts';
import { fetchedTitle } from '../support/title.ts';

const BATCH: Batch = {
  feed: 'new_titles',
  regions: ['GB'],
  dryRun: false,
  batchResultBytes: 4_096,
  keepsPace: true,
};
const unfetched = (titleId: number, changes: Partial<UnfetchedTitle>): UnfetchedTitle => ({
  titleId,
  outcome: 'deferred',
  error: 'Watchmode.Unavailable',
  cause: 'Watchmode answers 500',
  ...changes,
});
const OUTCOMES: TitleOutcome[] = [
  fetchedTitle(11, { title: 'Amélie 東京 🎬' }),
  unfetched(12, { outcome: 'skipped', cause: 'Watchmode knows no title 12' }),
  fetchedTitle(13),
  unfetched(14, { outcome: 'unanswered' }),
  unfetched(15, { error: 'Watchmode.UnexpectedResponse', cause: '/id must be integer' }),
];

function publishing(
  outcomes: TitleOutcome[] = OUTCOMES,
  options: { batch?: Partial<Batch>; aggregation?: 'none' | 'kpl'; error?: Error; retried?: number } = {},
) {
  const published: Entry[] = [];
  const clock = new FakeClock('2026-11-24T06:00:00Z');
  const { telemetry, lines } = recordedTelemetry(clock);
  const task = createPublishTitles({
    publish(entries) {
      if (options.error !== undefined) return Promise.reject(options.error);
      published.push(...entries);
      return Promise.resolve({ retried: options.retried ?? 0 });
    },
    clock,
    telemetry,
    records: { aggregation: options.aggregation ?? 'none', aggregatedRecordBytes: 51_200 },
  });
  const event = deepFreeze({ batch: { ...BATCH, ...options.batch }, outcomes: structuredClone(outcomes) });
  const answer = task(event, invocation());
  return { answer, result: answer.then(({ result }) => result), published, lines };
}

const eventOf = (data: Uint8Array) => JSON.parse(Buffer.from(data).toString('utf8')) as StreamEvent;
const metricsOf = (lines: Record<string, unknown>[]) =>
  Object.assign({}, ...lines.filter((line) => '_aws' in line)) as Record<string, unknown>;

describe('publishing a batch', () => {
  it('puts one event a fetched title onto the stream, and accounts for every title', async () => {
    const { answer, result, published } = publishing();

    expect(findViolations('PublishedBatch', await answer)).toEqual([]);
    expect(await result).toEqual({
      published: 2,
      skipped: 1,
      deferred: 2,
      credits: 6,
      named: ['14 U', '15 X'],
      setAside: [
        { titleId: 12, outcome: 'skipped', reason: 'Watchmode knows no title 12' },
        { titleId: 14, outcome: 'deferred', reason: 'Watchmode answers 500' },
        { titleId: 15, outcome: 'deferred', reason: '/id must be integer' },
      ],
    });
    expect(published.map(({ partitionKey }) => partitionKey)).toEqual(['11', '13']);
    const events = published.map(({ data }) => eventOf(data));
    expect(events.flatMap((event) => findViolations('StreamEvent', event))).toEqual([]);
    expect(events[0]?.data.title).toBe('Amélie 東京 🎬');
  });

  it('packs the events into aggregated records where the deployment asks for it', async () => {
    const { result, published } = publishing(OUTCOMES, { aggregation: 'kpl' });

    expect(await result).toMatchObject({ published: 2 });
    expect(published).toHaveLength(1);
    const events = decodeAggregatedRecord(published[0]?.data ?? new Uint8Array())?.map(({ data }) =>
      eventOf(data),
    );
    expect(events?.map(({ subject }) => subject)).toEqual(['11', '13']);
  });

  it('does everything but publish in a dry run', async () => {
    const { result, published, lines } = publishing(OUTCOMES, { batch: { dryRun: true } });

    expect(await result).toMatchObject({ published: 2, skipped: 1, deferred: 2 });
    expect(published).toEqual([]);
    expect(metricsOf(lines)).not.toHaveProperty('TitlesPublished');
    expect(metricsOf(lines)).not.toHaveProperty('StreamRecords');
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

  it('holds its places as long as the last of its titles does, where others wait for them', async () => {
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

  it('holds its places no longer than they were meant to be, when the clock was set back by an hour since', async () => {
    const ahead = held('2026-11-24T07:00:30.000Z', '2026-11-24T07:00:00.000Z');

    expect((await publishing([ahead]).answer).placeHeldSeconds).toBe(30);
  });

  it('measures what it did', async () => {
    const { result, published, lines } = publishing(OUTCOMES, { retried: 3 });
    await result;

    expect(metricsOf(lines)).toMatchObject({
      TitlesPublished: 2,
      TitlesSkipped: 1,
      TitlesDeferred: 2,
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
        outcome: 'skipped',
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
