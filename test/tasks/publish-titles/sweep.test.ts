import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { Batch, DepartedTitle, StreamEvent, TitleOutcome } from '../../../events/types.ts';
import { findViolations } from '../../../events/validate.ts';
import { StreamThrottled } from '../../../tasks/shared/errors/stream-errors.ts';
import { memoryProgress } from '../support/memory-progress.ts';
import { fetchedTitle } from '../support/title.ts';
import { deferred, metricsOf, publishing, unfetched } from './support/publishing.ts';

const LISTED_AT = '2026-11-24T05:59:58.250Z';
const BATCH: Partial<Batch> = { feed: 'catalogue', listedAt: LISTED_AT };
const DEPARTURES: DepartedTitle[] = [
  { titleId: 21, from: 'GB:203' },
  { titleId: 21, from: 'IE:26' },
];

const publish = (outcomes: TitleOutcome[], options: Parameters<typeof publishing>[1] = {}) =>
  publishing(outcomes, { departures: DEPARTURES, ...options, batch: { ...BATCH, ...options.batch } });
const eventsOf = ({ published }: ReturnType<typeof publishing>) =>
  published.map(({ data }) => JSON.parse(Buffer.from(data).toString('utf8')) as StreamEvent);

describe('the departures of a batch', () => {
  it('have an event each, of the time of the listing, beside the titles', async () => {
    const run = publish([fetchedTitle(11)]);

    expect(await run.result).toEqual({
      published: 1,
      skipped: 0,
      deferred: 0,
      rejected: 0,
      left: 2,
      credits: 2,
      setAside: [],
    });
    const events = eventsOf(run);
    expect(events.flatMap((event) => findViolations('StreamEvent', event))).toEqual([]);
    expect(events.slice(1)).toMatchObject([
      { type: 'tvguide.title.left', subject: '21', time: LISTED_AT, data: { region: 'GB', sourceId: 203 } },
      { type: 'tvguide.title.left', subject: '21', time: LISTED_AT, data: { region: 'IE', sourceId: 26 } },
    ]);
    expect(events[1]?.id).toBe(
      createHash('sha256').update('arn:own\nleft\n21\n{"region":"GB","sourceId":203}').digest('hex'),
    );
    expect(new Set(events.map(({ id }) => id)).size).toBe(3);
  });

  it('need no title that was fetched', async () => {
    const run = publish([]);

    expect(await run.result).toMatchObject({ published: 0, left: 2, credits: 0 });
    expect(run.published.map(({ partitionKey }) => partitionKey)).toEqual(['21', '21']);
  });

  it('are published again under the same ids', async () => {
    const [first, again] = [publish([]), publish([])];
    await Promise.all([first.result, again.result]);

    expect(eventsOf(again)).toEqual(eventsOf(first));
  });

  it('are counted and not published in a dry run', async () => {
    const run = publish([], { batch: { dryRun: true } });

    expect(await run.result).toMatchObject({ left: 2 });
    expect(run.published).toEqual([]);
    expect(metricsOf(run.lines)).not.toHaveProperty('TitlesLeft');
  });

  it('fail as the stream fails', async () => {
    const error = new StreamThrottled('titles', 1, 8, ['InternalFailure']);

    await expect(publish([], { error }).result).rejects.toBe(error);
  });
});

describe('the arrivals of a title', () => {
  const arrived = (titleId: number, ...arrivals: string[]) => ({ ...fetchedTitle(titleId), arrivals });

  it('are in its event, ascending, and change no id', async () => {
    const run = publish([arrived(11, 'IE:26', 'GB:203', 'GB:26'), fetchedTitle(12)], { departures: [] });
    const plain = publish([fetchedTitle(11)], { departures: [] });
    await Promise.all([run.result, plain.result]);

    const [first, second] = eventsOf(run);
    expect(first).toMatchObject({ type: 'tvguide.title.added', arrivedon: 'GB:26,GB:203,IE:26' });
    expect(findViolations('StreamEvent', first)).toEqual([]);
    expect(second).not.toHaveProperty('arrivedon');
    expect(first?.id).toBe(eventsOf(plain)[0]?.id);
  });

  it('are counted in the metrics of a sweep, and in no others', async () => {
    const run = publish([arrived(11, 'GB:203'), fetchedTitle(12)]);
    const other = publish([fetchedTitle(12)], { departures: [] });
    await Promise.all([run.result, other.result]);

    expect(metricsOf(run.lines)).toMatchObject({ TitlesPublished: 2, TitlesArrived: 1, TitlesLeft: 2 });
    expect(metricsOf(other.lines)).not.toHaveProperty('TitlesArrived');
    expect(metricsOf(other.lines)).not.toHaveProperty('TitlesLeft');
  });

  it('are kept with a deferred title, with those of the run before', async () => {
    const progress = memoryProgress({
      ...deferred(14),
      feed: 'catalogue',
      arrivals: ['GB:157'],
    });
    const run = publish(
      [
        unfetched(14, { outcome: 'unanswered', arrivals: ['GB:203'] }),
        unfetched(15, { outcome: 'unanswered', arrivals: [] }),
      ],
      { progress },
    );
    await run.result;

    expect(progress.deferred('catalogue', 14)).toMatchObject({ runs: 2, arrivals: ['GB:157', 'GB:203'] });
    expect(progress.deferred('catalogue', 15)).not.toHaveProperty('arrivals');
    expect(progress.items().flatMap((item) => findViolations('ProgressItem', item))).toEqual([]);
  });
});
