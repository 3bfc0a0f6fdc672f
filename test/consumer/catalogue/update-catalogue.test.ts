import {
  BatchWriteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CatalogueTable } from '../../../consumer/catalogue/catalogue-table.ts';
import { createCatalogueTable } from '../../../consumer/catalogue/dynamodb-catalogue.ts';
import { createUpdateCatalogue } from '../../../consumer/catalogue/update-catalogue.ts';
import { CATALOGUE_SHAPE } from '../../../events/catalogue.ts';
import type { CatalogueItem, CatalogueRecord, CatalogueRow, StreamEvent } from '../../../events/types.ts';
import { findViolations } from '../../../events/validate.ts';
import { shareDynamodb } from '../../local/dynamodb/support/shared-dynamodb.ts';
import { titleRecord } from '../../tasks/support/title.ts';
import { eventOn, leftOn, listedOn, someEvents, sourceOf } from './support/events.ts';
import { catalogueOf, memoryCatalogue } from './support/memory-catalogue.ts';

const dynamodb = shareDynamodb();

/** An empty catalogue with a function that reads all of it. */
interface OpenCatalogue {
  readonly table: CatalogueTable;
  readonly items: () => Promise<CatalogueItem[]>;
}

const KINDS: Record<string, () => Promise<OpenCatalogue>> = {
  'in memory': () => {
    const table = memoryCatalogue();
    return Promise.resolve({ table, items: () => Promise.resolve(table.items()) });
  },
  'in DynamoDB': async () => {
    const tableName = await dynamodb.newTable(CATALOGUE_SHAPE);
    return {
      table: createCatalogueTable(dynamodb.client, tableName),
      async items() {
        const { Items = [] } = await dynamodb.client.send(new ScanCommand({ TableName: tableName }));
        return Items.map((item) => unmarshall(item) as CatalogueItem).sort(byKey);
      },
    };
  },
};

const byKey = (one: CatalogueItem, other: CatalogueItem) =>
  `${one.pk} ${one.sk}` < `${other.pk} ${other.sk}` ? -1 : 1;
const rowsIn = (items: readonly CatalogueItem[]) =>
  items.filter((item): item is CatalogueRow => 'firstSeen' in item);
const recordsIn = (items: readonly CatalogueItem[]) =>
  items.filter((item): item is CatalogueRecord => 'record' in item);
const dayOf = (time: string) => Number(time.slice(8, 10));
/** The rows as `source genre: first seen`, with the day on which the service lost it. */
const story = (items: readonly CatalogueItem[]) =>
  rowsIn(items).map(
    ({ sourceId, genreId, firstSeen, leftAt }) =>
      `${sourceId} ${genreId}: ${dayOf(firstSeen)}${leftAt === undefined ? '' : `-${dayOf(leftAt)}`}`,
  );

describe.each(Object.keys(KINDS))('the catalogue %s', (kind) => {
  let catalogue: OpenCatalogue;
  let update: (event: StreamEvent) => Promise<boolean>;

  beforeEach(async () => {
    catalogue = await KINDS[kind]!();
    update = createUpdateCatalogue(catalogue.table, { keepDays: null });
  });
  const updateAll = async (...events: readonly StreamEvent[]) => {
    for (const event of events) await update(event);
    return catalogue.items();
  };

  it('holds the record, a row for each service and genre, and the names', async () => {
    const event = eventOn({ day: 1, services: [203, 372], genres: [7, 4, 5] });
    const items = await updateAll(event);

    expect(items.flatMap((item) => findViolations('CatalogueItem', item))).toEqual([]);
    expect(recordsIn(items)).toEqual([
      {
        ...{ pk: 'title:345534', sk: 'record', titleId: 345_534, record: event.data, since: [] },
        ...{ time: '2026-11-01T06:00:00.000Z', eventId: event.id },
        observations: [
          {
            ...{ time: '2026-11-01T06:00:00.000Z', eventId: event.id },
            ...{ services: ['GB:203', 'GB:372'], genres: [4, 5, 7] },
          },
        ],
      },
    ]);
    expect(story(items)).toEqual(['203 4: 1', '203 5: 1', '203 7: 1', '372 4: 1', '372 5: 1', '372 7: 1']);
    expect(items.filter(({ pk }) => pk.startsWith('names:')).map(({ pk, sk }) => `${pk} ${sk}`)).toEqual([
      ...['names:genre 4', 'names:genre 5', 'names:genre 7'],
      ...['names:source 203', 'names:source 372'],
    ]);
  });

  it('has the title once for each service in the index by first seen, with the ways to watch it', async () => {
    const sources = [
      ...[
        sourceOf(203),
        sourceOf(24, { type: 'rent', price: 3.49 }),
        sourceOf(24, { type: 'buy', price: 7.99 }),
      ],
      sourceOf(203, { region: 'US' }),
    ];
    const changes = { sources, title: 'Heat', year: 1995, userRating: 8.3 };
    const items = await updateAll(eventOn({ day: 1, services: [], genres: [7, 4], changes }));
    const indexed = rowsIn(items).filter(({ regionSource }) => regionSource !== undefined);

    expect(indexed.map(({ regionSource, genreId }) => [regionSource, genreId])).toEqual([
      ['region:GB:source:203', 4],
      ['region:US:source:203', 4],
      ['region:GB:source:24', 4],
    ]);
    expect(indexed[2]?.listing).toMatchObject({
      ...{ title: 'Heat', year: 1995, userRating: 8.3, service: 'Service 24' },
      ways: [
        { type: 'rent', price: 3.49, format: '4K', webUrl: 'https://www.example.com/24' },
        { type: 'buy', price: 7.99, format: '4K', webUrl: 'https://www.example.com/24' },
      ],
    });
  });

  it('keeps a title without genres, services or a poster', async () => {
    const bare = { images: { poster: null, posterMedium: null, posterLarge: null, backdrop: null } };
    const items = await updateAll(
      eventOn({ titleId: 1, day: 1, services: [203], genres: [], changes: bare }),
      eventOn({ titleId: 2, day: 1, services: [], genres: [] }),
    );

    expect(recordsIn(items).map(({ titleId }) => titleId)).toEqual([1, 2]);
    expect(story(items)).toEqual(['203 0: 1']);
    expect(rowsIn(items)[0]?.listing).toBeDefined();
  });

  it('ends as A after A, B and A, and says that the service has it since it came back', async () => {
    const items = await updateAll(
      eventOn({ day: 1, services: [203] }),
      eventOn({ day: 2, services: [24] }),
      eventOn({ day: 3, services: [203] }),
    );

    expect(recordsIn(items)[0]).toMatchObject({
      time: '2026-11-03T06:00:00.000Z',
      record: { sources: [{ sourceId: 203 }] },
    });
    expect(story(items)).toEqual(['203 4: 3', '24 4: 2-3']);
  });

  it('leaves a tombstone of a lost service, outside of the index, that expires after 30 days', async () => {
    const items = await updateAll(
      eventOn({ day: 1, services: [203, 372] }),
      eventOn({ day: 2, services: [372] }),
    );
    const lost = rowsIn(items).find(({ sourceId }) => sourceId === 203);

    expect(lost).toMatchObject({
      leftAt: '2026-11-02T06:00:00.000Z',
      expiresAt: Date.UTC(2026, 11, 2, 6) / 1_000,
    });
    expect(lost).not.toHaveProperty('regionSource');
    expect(lost).not.toHaveProperty('listing');
  });

  it('leaves tombstones of a removed title, and takes it back if it returns', async () => {
    const seen = eventOn({ day: 1, services: [203] });
    const removed = await updateAll(seen, eventOn({ day: 2, services: null }));

    expect(recordsIn(removed)[0]).toMatchObject({
      record: null,
      expiresAt: Date.UTC(2026, 11, 2, 6) / 1_000,
    });
    expect(story(removed)).toEqual(['203 4: 1-2']);
    const returned = await updateAll(eventOn({ day: 3, services: [203] }));
    expect(recordsIn(returned)[0]).not.toHaveProperty('expiresAt');
    expect(story(returned)).toEqual(['203 4: 3']);
  });

  it('counts a service on which a sweep found the title, even if the record does not list it', async () => {
    const items = await updateAll(eventOn({ day: 1, services: [24], arrivedOn: [203, 24] }));

    expect(story(items)).toEqual(['203 4: 1', '24 4: 1']);
    expect(rowsIn(items)[0]).toMatchObject({ regionSource: 'region:GB:source:203', listing: { ways: [] } });
  });

  it('takes away the service that a title left, and nothing else', async () => {
    const described = eventOn({ day: 1, services: [203, 24], genres: [7, 4] });
    const items = await updateAll(described, leftOn({ day: 3, left: 203 }));

    expect(items.flatMap((item) => findViolations('CatalogueItem', item))).toEqual([]);
    expect(story(items)).toEqual(['203 4: 1-3', '203 7: 1-3', '24 4: 1', '24 7: 1']);
    expect(recordsIn(items)[0]).toMatchObject({
      time: '2026-11-03T06:00:00.000Z',
      record: described.data,
    });
    expect(rowsIn(items).map(({ regionSource = null }) => regionSource)).toEqual([
      ...[null, null],
      ...['region:GB:source:24', null],
    ]);
  });

  it('takes away nothing that came back later, and knows since when it is back', async () => {
    const items = await updateAll(
      eventOn({ day: 1, services: [203] }),
      eventOn({ day: 5, services: [203], arrivedOn: [203] }),
      leftOn({ day: 3, left: 203 }),
    );

    expect(story(items)).toEqual(['203 4: 5']);
    expect(recordsIn(items)[0]?.time).toBe('2026-11-05T06:00:00.000Z');
  });

  it('has no row of a title that left before anything else is known of it', async () => {
    const left = leftOn({ day: 3, left: 203 });
    const before = await updateAll(left, left);

    expect(before).toMatchObject([
      { sk: 'record', record: null, expiresAt: Date.UTC(2026, 11, 3, 6) / 1_000 },
    ]);
    // However late it is, it says more than nothing.
    const described = eventOn({ day: -40, services: [203, 24] });
    const items = await updateAll(described);
    expect(story(items)).toEqual(['203 4: 21-3', '24 4: 21']);
    expect(recordsIn(items)[0]).toMatchObject({ time: '2026-11-03T06:00:00.000Z', record: described.data });
    expect(recordsIn(items)[0]).not.toHaveProperty('expiresAt');
  });

  it('forgets departures that are long past, and keeps what they left', async () => {
    const items = await updateAll(
      eventOn({ day: -60, services: [203, 24, 372] }),
      leftOn({ day: -50, left: 203 }),
      leftOn({ day: -40, left: 24 }),
      leftOn({ day: 1, left: 26 }),
    );

    expect(rowsIn(items).filter(({ leftAt }) => leftAt === undefined)).toEqual([
      expect.objectContaining({ sourceId: 372, firstSeen: eventOn({ day: -60, services: [] }).time }),
    ]);
    expect(recordsIn(items)[0]).toMatchObject({
      record: { title: expect.any(String) },
      observations: [
        { time: leftOn({ day: -40, left: 24 }).time, services: ['GB:372'], genres: [4] },
        { left: 'GB:26' },
      ],
    });
    expect(await update(leftOn({ day: -45, left: 372 }))).toBe(false);
    expect(await update(eventOn({ day: 2, services: [24, 372] }))).toBe(true);
    expect(story(await catalogue.items())).toContain('24 4: 2');
  });

  it('names a service as reference data does, and as titles do only before', async () => {
    const inTitle = (day: number, name: string) =>
      eventOn({ day, services: [], changes: { sources: [sourceOf(203, { name })] } });
    const named = (items: readonly CatalogueItem[]) =>
      items.flatMap((item) => (item.pk === 'names:source' ? [item] : []));

    expect(named(await updateAll(inTitle(2, 'Netflix'), inTitle(1, 'Lovefilm')))).toMatchObject([
      { id: 203, name: 'Netflix', version: 'by title 2026-11-02 Netflix' },
    ]);
    expect(await update(listedOn({ sourceId: 203, day: 4, name: 'Netflix Plus' }))).toBe(true);
    expect(await update(listedOn({ sourceId: 203, day: 3, name: 'Netflix' }))).toBe(false);
    const items = await updateAll(inTitle(9, 'Netflix'));
    expect(named(items)).toMatchObject([{ name: 'Netflix Plus', type: 'sub', regions: ['GB'] }]);
    expect(items.flatMap((item) => findViolations('CatalogueItem', item))).toEqual([]);
  });

  it('is the same as in memory, in any order of any events', async () => {
    await fc.assert(
      fc.asyncProperty(someEvents, async (events) => {
        const { table, items } = await KINDS[kind]!();
        const add = createUpdateCatalogue(table, { keepDays: null });
        for (const event of [...events].reverse()) await add(event);
        expect(await items()).toEqual(await catalogueOf(events));
      }),
      { numRuns: kind === 'in memory' ? 100 : 20 },
    );
  });

  it('never takes a source for the title with its ID', async () => {
    const items = await updateAll(listedOn({ sourceId: 203, day: 4, name: 'Netflix' }));

    expect(items.map(({ pk, sk }) => [pk, sk])).toEqual([['names:source', '203']]);
  });

  it('ignores a repeated event, and one that is too late to matter', async () => {
    const events = [eventOn({ day: 5, services: [203] }), eventOn({ day: 28, services: [372] })];
    const before = await updateAll(...events);

    expect(await updateAll(...events, eventOn({ day: -10, services: [203] }))).toEqual(before);
    expect(await update(events[0]!)).toBe(false);
  });

  it('knows since when a service has a title whose other events are long past', async () => {
    const items = await updateAll(
      eventOn({ day: -90, services: [203] }),
      eventOn({ day: -60, services: [203, 24] }),
      eventOn({ day: 1, services: [203] }),
      eventOn({ day: 28, services: [203] }),
    );

    expect(rowsIn(items).filter(({ sourceId }) => sourceId === 203)).toEqual([
      expect.objectContaining({ firstSeen: eventOn({ day: -90, services: [] }).time }),
    ]);
  });

  it('lets every item of the free plan expire, counted from the newest event', async () => {
    update = createUpdateCatalogue(catalogue.table, { keepDays: 30 });
    const items = await updateAll(
      eventOn({ day: 1, services: [203, 24] }),
      eventOn({ day: 3, services: [203] }),
    );
    const [live, left] = [33, 33].map((day) => Date.UTC(2026, 10, day, 6) / 1_000);

    expect(recordsIn(items)[0]?.expiresAt).toBe(live);
    expect(rowsIn(items).map(({ expiresAt }) => expiresAt)).toEqual([live, left]);
  });

  it('writes nothing of an older event over a newer row', async () => {
    await updateAll(eventOn({ day: 2, services: [203] }));
    const row = rowsIn(await catalogue.items())[0]!;
    await catalogue.table.putRows([{ ...row, asOf: '2026-11-01T06:00:00.000Z', firstSeen: 'early' }]);

    expect(rowsIn(await catalogue.items())).toEqual([row]);
  });

  it('writes a record only over the one that was read', async () => {
    await updateAll(eventOn({ day: 2, services: [203] }));
    const record = (await catalogue.table.readRecord(345_534))!;
    const other = { ...record, record: titleRecord(345_534, { title: 'Heat' }) };

    expect(await catalogue.table.putRecord(other, null)).toBe(false);
    expect(await catalogue.table.putRecord(other, { ...record, eventId: 'other' })).toBe(false);
    expect(await catalogue.table.putRecord(other, { ...record, observations: [] })).toBe(false);
    expect(await catalogue.table.putRecord(other, record)).toBe(true);
    expect(await catalogue.table.readRecord(345_534)).toEqual(other);
  });
});

describe('the catalogue in DynamoDB', () => {
  it('writes the first rows of a title with many services and genres', async () => {
    const tableName = await dynamodb.newTable(CATALOGUE_SHAPE);
    const update = createUpdateCatalogue(createCatalogueTable(dynamodb.client, tableName), {
      keepDays: null,
    });
    const services = Array.from({ length: 20 }, (_, index) => index + 1);
    await update(eventOn({ day: 1, services, genres: [1, 2, 3] }));
    const { Items = [] } = await dynamodb.client.send(new ScanCommand({ TableName: tableName }));

    expect(Items.filter(({ asOf }) => asOf !== undefined)).toHaveLength(60);
  });

  it('names the request and the cause if it does not answer', async () => {
    const table = createCatalogueTable(dynamodb.client, 'missing');

    await expect(table.readRecord(7)).rejects.toMatchObject({
      name: 'Catalogue.Unavailable',
      message: expect.stringMatching(/^GetItem of title:7 in missing: ResourceNotFoundException/),
    });
    await expect(table.putName({ pk: 'names:genre', sk: '4', name: 'Drama', version: 'a' })).rejects.toThrow(
      /^PutItem of names:genre 4 in missing: ResourceNotFoundException/,
    );
  });

  it('fails if it takes only a part of the first rows, which a retry writes again', async () => {
    const client = mockClient(new DynamoDBClient({ region: 'eu-west-2' }));
    client.on(BatchWriteItemCommand).resolves({ UnprocessedItems: { Catalogue: [{}] } });
    client.on(GetItemCommand).resolves({});
    client.on(PutItemCommand).resolves({});
    const update = createUpdateCatalogue(createCatalogueTable(client, 'Catalogue'), { keepDays: null });

    await expect(update(eventOn({ day: 1, services: [203] }))).rejects.toMatchObject({
      name: 'Catalogue.Unavailable',
      message: 'BatchWriteItem of 1 rows in Catalogue: some were throttled',
    });
  });

  it('refuses a record that is not valid', async () => {
    const tableName = await dynamodb.newTable(CATALOGUE_SHAPE);
    const item = marshall({ pk: 'title:7', sk: 'record', titleId: 'seven' });
    await dynamodb.client.send(new PutItemCommand({ TableName: tableName, Item: item }));

    await expect(createCatalogueTable(dynamodb.client, tableName).readRecord(7)).rejects.toThrow(/titleId/);
  });
});
