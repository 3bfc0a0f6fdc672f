import { PutItemCommand, QueryCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { createCatalogueTable } from '../../../consumer/catalogue/dynamodb-catalogue.ts';
import { createUpdateCatalogue } from '../../../consumer/catalogue/update-catalogue.ts';
import { CATALOGUE_SHAPE, rowKey } from '../../../events/catalogue.ts';
import { DAY_MS } from '../../../events/instant.ts';
import type { StreamEvent } from '../../../events/types.ts';
import type { Arrivals, ArrivalsQuery } from '../../../operate/catalogue/arrivals.ts';
import { createCatalogueReader, type CatalogueReader } from '../../../operate/catalogue/catalogue-reader.ts';
import {
  eventOn,
  leftOn,
  listedOn,
  sourceOf,
  type EventFacts,
} from '../../consumer/catalogue/support/events.ts';
import { shareDynamodb } from '../../local/dynamodb/support/shared-dynamodb.ts';

const NOW = Date.UTC(2026, 10, 29);
const dayMs = (day: number) => Date.UTC(2026, 10, day);

const HEAT = {
  ...{ title: 'Heat', year: 1995, type: 'movie', plotOverview: 'A heist.' },
  ...{ userRating: 8.3, criticScore: 76, releaseDate: '1995-12-15' },
};

const dynamodb = shareDynamodb();

describe('the catalogue that the consumer writes', () => {
  let tableName: string;
  let update: (event: StreamEvent) => Promise<boolean>;
  let reader: CatalogueReader;
  let asked: object[];

  beforeEach(async () => {
    tableName = await dynamodb.newTable(CATALOGUE_SHAPE);
    update = createUpdateCatalogue(createCatalogueTable(dynamodb.client, tableName), { keepDays: 20 });
    asked = [];
    const send: DynamoDBClient['send'] = (command: object) => {
      asked.push(command);
      return dynamodb.client.send(command as QueryCommand) as never;
    };
    reader = createCatalogueReader({ send }, { tableName, now: () => NOW });
  });

  const write = async (...facts: readonly EventFacts[]) => {
    for (const fact of facts) await update(eventOn(fact));
  };
  const read = (query: Partial<ArrivalsQuery> = {}) =>
    reader.readArrivals({ region: 'GB', sourceIds: [203], since: dayMs(1), ...query });
  const story = ({ arrivals }: Arrivals) =>
    arrivals.map(
      ({ titleId, sourceId, firstSeen }) => `${titleId} on ${sourceId} since ${firstSeen.slice(8, 10)}`,
    );

  it('answers what is new on services, the newest first, with what a reader shows', async () => {
    await write(
      { titleId: 1, day: 20, services: [203, 372], genres: [4, 7] },
      { titleId: 2, day: 24, services: [372] },
      { titleId: 3, day: 22, services: [203, 24], changes: HEAT },
    );
    const found = await read({ sourceIds: [203, 372, 203] });

    expect(story(found)).toEqual([
      ...['2 on 372 since 24', '3 on 203 since 22', '1 on 203 since 20', '1 on 372 since 20'],
    ]);
    expect(found.hasMore).toBe(false);
    expect(found.arrivals[1]).toEqual({
      ...{ titleId: 3, region: 'GB', sourceId: 203, firstSeen: '2026-11-22T06:00:00.000Z' },
      ...{ title: 'Heat', year: 1995, userRating: 8.3, service: 'Service 203' },
      ...{ type: 'movie', plotOverview: 'A heist.', criticScore: 76, releaseDate: '1995-12-15' },
      genres: [{ id: 4, name: 'Genre 4' }],
      ways: [{ type: 'sub', webUrl: 'https://www.example.com/203', price: null, format: '4K' }],
    });
  });

  it('asks the index once for each service, and never scans', async () => {
    await write({ titleId: 1, day: 20, services: [203, 372] });
    await read({ sourceIds: [203, 372] });

    expect(asked).toHaveLength(2);
    for (const command of asked) {
      expect(command).toBeInstanceOf(QueryCommand);
      expect(command).toMatchObject({ input: { IndexName: 'by-first-seen', ScanIndexForward: false } });
    }
  });

  it('includes the moment since which it is asked, and nothing before', async () => {
    await write({ titleId: 1, day: 20, services: [203] }, { titleId: 2, day: 21, services: [203] });
    const at = dayMs(21) + DAY_MS / 4;

    expect(story(await read({ since: at }))).toEqual(['2 on 203 since 21']);
    expect(story(await read({ since: at + 1 }))).toEqual([]);
  });

  it('leaves out what has left the service, and says since when what came back is there', async () => {
    await write(
      { titleId: 1, day: 20, services: [203] },
      { titleId: 1, day: 21, services: [] },
      { titleId: 2, day: 20, services: [203] },
      { titleId: 2, day: 21, services: [] },
      { titleId: 2, day: 22, services: [203] },
      { titleId: 3, day: 20, services: [203] },
      { titleId: 3, day: 23, services: null },
    );

    expect(story(await read())).toEqual(['2 on 203 since 22']);
  });

  it('leaves out expired rows, which DynamoDB deletes late', async () => {
    // They expire 20 days after their event: on 29 November at 6:00, and on 28 November.
    await write({ titleId: 1, day: 9, services: [203] }, { titleId: 2, day: 8, services: [203] });

    expect(story(await read())).toEqual(['1 on 203 since 09']);
  });

  it('reads only the country that it is asked for', async () => {
    const sources = [sourceOf(203, { region: 'US' })];
    await write({ titleId: 1, day: 20, services: [], changes: { sources } });

    expect(story(await read())).toEqual([]);
    expect(story(await read({ region: 'US' }))).toEqual(['1 on 203 since 20']);
  });

  it('filters by any of a title’s genres, by type and by rating', async () => {
    await write(
      { titleId: 1, day: 20, services: [203], genres: [4, 7], changes: { type: 'movie', userRating: 7 } },
      { titleId: 2, day: 21, services: [203], genres: [7], changes: { type: 'tv_series', userRating: 6.9 } },
      { titleId: 3, day: 22, services: [203], genres: [], changes: { type: 'movie', userRating: null } },
    );
    const titles = async (query: Partial<ArrivalsQuery>) =>
      (await read(query)).arrivals.map(({ titleId }) => titleId);

    expect(await titles({})).toEqual([3, 2, 1]);
    expect(await titles({ genreIds: [7] })).toEqual([2, 1]);
    expect(await titles({ genreIds: [4, 9] })).toEqual([1]);
    expect(await titles({ types: ['movie'] })).toEqual([3, 1]);
    expect(await titles({ minRating: 7 })).toEqual([1]);
    expect(await titles({ minRating: 0 })).toEqual([2, 1]);
  });

  it('keeps the newest of all services within a limit, and says that there are more', async () => {
    await write(
      { titleId: 1, day: 20, services: [203] },
      { titleId: 2, day: 21, services: [372] },
      { titleId: 3, day: 22, services: [203] },
    );
    const limited = async (limit: number) => {
      const found = await read({ sourceIds: [203, 372], limit });
      return [found.arrivals.map(({ titleId }) => titleId), found.hasMore];
    };

    expect(await limited(2)).toEqual([[3, 2], true]);
    expect(await limited(3)).toEqual([[3, 2, 1], false]);
  });

  it('reads all pages, but no page that the limit makes needless', async () => {
    // A page of DynamoDB has 1 MB.
    const plotOverview = 'x'.repeat(200_000);
    for (let titleId = 1; titleId <= 12; titleId += 1) {
      await write({ titleId, day: titleId, services: [203], changes: { plotOverview } });
    }
    const unexpired = createCatalogueReader(dynamodb.client, { tableName, now: () => dayMs(12) });
    const all = await unexpired.readArrivals({ region: 'GB', sourceIds: [203], since: dayMs(1) });
    await read({ limit: 1 });

    expect(all.arrivals).toHaveLength(12);
    expect(asked).toHaveLength(1);
  });

  it('has the names of services and genres, sorted', async () => {
    const sources = [sourceOf(203, { name: 'Netflix' }), sourceOf(372, { name: 'Disney+' })];
    await write({ titleId: 1, day: 20, services: [], genres: [7, 4], changes: { sources } });

    expect(await reader.readNames('source')).toEqual([
      { id: 372, name: 'Disney+' },
      { id: 203, name: 'Netflix' },
    ]);
    expect(await reader.readNames('genre')).toEqual([
      { id: 4, name: 'Genre 4' },
      { id: 7, name: 'Genre 7' },
    ]);
  });

  it('names a service as reference data does, once, with its countries', async () => {
    await write({ titleId: 1, day: 20, services: [203, 24] });
    await update(listedOn({ sourceId: 203, day: 1, name: 'Netflix' }));
    await update(listedOn({ sourceId: 203, day: 2, name: 'Netflix Plus' }));

    expect(await reader.readNames('source')).toEqual([
      { id: 203, name: 'Netflix Plus', regions: ['GB'] },
      { id: 24, name: 'Service 24' },
    ]);
  });

  it('leaves out what has left the service by a sweep', async () => {
    await write({ titleId: 1, day: 20, services: [203, 24] });
    await update(leftOn({ titleId: 1, day: 22, left: 203 }));

    expect(story(await read({ sourceIds: [203, 24] }))).toEqual(['1 on 24 since 20']);
  });

  it('names an item that breaks the contract', async () => {
    const place = { titleId: 1, region: 'GB', sourceId: 203, genreId: 4 };
    const firstSeen = '2026-11-20T06:00:00.000Z';
    const row = { ...rowKey(place), ...place, firstSeen, regionSource: 'region:GB:source:203' };
    await dynamodb.client.send(new PutItemCommand({ TableName: tableName, Item: marshall(row) }));

    await expect(read()).rejects.toThrow(
      /^the item source:203:genre:4 title:1:region:GB in table-\d+ is not valid: .*asOf/,
    );
  });
});
