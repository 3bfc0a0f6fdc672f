import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { findViolations } from '../../../events/validate.ts';
import { StreamThrottled } from '../../../tasks/shared/errors/stream-errors.ts';
import { canonicalJson } from '../../../tasks/shared/canonical-json.ts';
import { memoryProgress } from '../support/memory-progress.ts';
import { metricsOf } from '../publish-titles/support/publishing.ts';
import { GENRES, OWN, refreshing } from './support/refreshing.ts';

const NETFLIX = { id: 203, name: 'Netflix', type: 'sub', regions: ['GB', 'US'] };
const PRIME = { id: 26, name: 'Prime Video', type: 'sub', regions: ['GB'] };
const DAY_MS = 86_400_000;

describe('the first refresh', () => {
  it('buys all names, stores them in the order of their IDs, and publishes all', async () => {
    const run = refreshing();

    const output = await run.refresh();

    expect(findViolations('RefreshedReferenceData', output)).toEqual([]);
    expect(output).toEqual({ credits: 3, published: 4 });
    expect(run.bought()).toEqual(['sources', 'genres', 'regions']);
    expect(run.progress.item('catalogue', 'reference#source')).toEqual({
      feed: 'catalogue',
      item: 'reference#source',
      fetchedAt: '2026-11-24T06:00:00.000Z',
      entries: [PRIME, NETFLIX],
      unpublished: [],
      executionArn: OWN,
      credits: 1,
    });
    expect(run.progress.items().flatMap((item) => findViolations('ProgressItem', item))).toEqual([]);
    const events = run.events();
    expect(events.flatMap((event) => findViolations('StreamEvent', event))).toEqual([]);
    expect(events.map(({ type, subject, data }) => [type, subject, data])).toEqual([
      ['tvguide.source.listed', 'source:26', PRIME],
      ['tvguide.source.listed', 'source:203', NETFLIX],
      ['tvguide.genre.listed', 'genre:4', { id: 4, name: 'Comedy' }],
      ['tvguide.region.listed', 'region:GB', { region: 'GB', name: 'United Kingdom', isOnPlan: true }],
    ]);
    expect(events[0]).toMatchObject({
      id: createHash('sha256')
        .update(`${OWN}\nlisted\nsource:26\n${canonicalJson(PRIME)}`)
        .digest('hex'),
      time: '2026-11-24T06:00:00.000Z',
    });
    expect(run.partitionKeys()).toEqual(['source:26', 'source:203', 'genre:4', 'region:GB']);
    expect(metricsOf(run.lines)).toMatchObject({ NamesPublished: 4, StreamRecords: 4 });
  });

  it('reads each item of the table once', async () => {
    const run = refreshing();
    await run.refresh();

    const reads = run.progress.calls.filter(({ operation }) => operation.startsWith('read'));
    expect(reads.map(({ item }) => item).sort()).toEqual([
      'reference#genre',
      'reference#region',
      'reference#source',
      'request#genre',
      'request#region',
      'request#source',
    ]);
  });

  it('publishes nothing in a dry run, and leaves that to the next run', async () => {
    const run = refreshing();

    expect(await run.refresh(OWN, true)).toEqual({ credits: 3, published: 0 });
    expect(run.events()).toEqual([]);
    expect(await run.refresh('arn:later')).toEqual({ credits: 0, published: 4 });
    expect(run.bought()).toHaveLength(3);
  });
});

describe('a later refresh', () => {
  it('of the same day buys and publishes nothing', async () => {
    const run = refreshing();
    await run.refresh();
    const before = run.requests().length;

    run.clock.advance(DAY_MS * 0.7);
    expect(await run.refresh('arn:later')).toEqual({ credits: 0, published: 0 });
    expect(run.requests()).toHaveLength(before);
    expect(run.events()).toHaveLength(4);
  });

  it('of the next day publishes only what has changed', async () => {
    let genres = GENRES;
    const run = refreshing({ answers: { genres: () => genres } });
    await run.refresh();

    run.clock.advance(DAY_MS);
    genres = [
      { id: 4, name: 'Comedies' },
      { id: 7, name: 'Drama' },
    ];

    expect(await run.refresh('arn:later')).toEqual({ credits: 3, published: 2 });
    expect(run.events().slice(4)).toMatchObject([
      { subject: 'genre:4', data: { id: 4, name: 'Comedies' }, time: '2026-11-25T06:00:00.000Z' },
      { subject: 'genre:7' },
    ]);
  });

  it('of a run that is redriven on the next day counts the credits of both days', async () => {
    const run = refreshing();
    await run.refresh();
    run.clock.advance(DAY_MS);

    expect(await run.refresh()).toEqual({ credits: 6, published: 0 });
  });

  it('publishes a change that its run did not publish, with the next one', async () => {
    let genres = GENRES;
    const run = refreshing({ answers: { genres: () => genres } });
    await run.refresh();
    run.clock.advance(DAY_MS);
    genres = [{ id: 4, name: 'Comedies' }];
    await run.refresh(OWN, true);
    run.clock.advance(DAY_MS);

    expect(await run.refresh('arn:later')).toEqual({ credits: 3, published: 1 });
    expect(run.events().at(-1)).toMatchObject({ data: { name: 'Comedies' } });
  });
});

describe('a refresh that fails', () => {
  it('in the stream publishes again, under the same ids, without a purchase', async () => {
    const run = refreshing();
    run.stream.error = new StreamThrottled('titles', 1, 8, ['InternalFailure']);
    await expect(run.refresh()).rejects.toMatchObject({ name: 'Stream.Throttled' });
    run.stream.error = null;

    expect(await run.refresh()).toEqual({ credits: 3, published: 4 });
    expect(run.bought()).toHaveLength(3);
  });

  it('between publishing and its mark publishes again under the same ids', async () => {
    const run = refreshing();
    run.progress.beforeCall = () => (run.events().length > 0 ? 'refused' : undefined);
    await expect(run.refresh()).rejects.toMatchObject({ name: 'Progress.Unavailable' });
    run.progress.beforeCall = () => undefined;

    expect(await run.refresh()).toEqual({ credits: 3, published: 4 });
    const ids = run.events().map(({ id }) => id);
    expect(ids.slice(4)).toEqual(ids.slice(0, 4));
  });

  it('before the first credit if too few are left', async () => {
    const short = refreshing({ answers: { status: { quota: 100, quotaUsed: 90 } }, creditReserve: 8 });

    await expect(short.refresh()).rejects.toMatchObject({
      name: 'Watchmode.QuotaExceeded',
      message: expect.stringContaining(
        'need 3 credits, but 10 of 100 are left, of which 8 are kept in reserve',
      ),
    });
    expect(short.bought()).toEqual([]);
    const exact = refreshing({ answers: { status: { quota: 100, quotaUsed: 97 } } });
    expect(await exact.refresh()).toMatchObject({ credits: 3 });
    const none = refreshing({ answers: { status: { quota: 100, quotaUsed: 98 } } });
    await expect(none.refresh()).rejects.toMatchObject({
      message: expect.stringMatching(/but 2 of 100 are left;/),
    });
    expect(await refreshing({ answers: { status: { quota: null, quotaUsed: 3 } } }).refresh()).toMatchObject({
      credits: 3,
    });
    const unlimited = { quota: 100 };
    expect(await refreshing({ answers: { status: unlimited } }).refresh()).toMatchObject({ credits: 3 });
  });

  it('because of its input says so', async () => {
    await expect(refreshing({ progress: memoryProgress() }).refresh(5 as never)).rejects.toMatchObject({
      name: 'InvalidInput',
    });
  });
});
