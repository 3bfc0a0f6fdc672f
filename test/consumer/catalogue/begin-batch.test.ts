import { BatchGetItemCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { createBeginBatch } from '../../../consumer/catalogue/begin-batch.ts';
import { createCatalogueTable } from '../../../consumer/catalogue/dynamodb-catalogue.ts';
import { createUpdateCatalogue } from '../../../consumer/catalogue/update-catalogue.ts';
import { CATALOGUE_SHAPE } from '../../../events/catalogue.ts';
import sourceListed from '../../../events/examples/stream-event/source-listed.json' with { type: 'json' };
import type { StreamEvent } from '../../../events/types.ts';
import { shareDynamodb } from '../../local/dynamodb/support/shared-dynamodb.ts';
import { eventOn } from './support/events.ts';
import { memoryCatalogue } from './support/memory-catalogue.ts';

const SETTINGS = { keepDays: null };

const dynamodb = shareDynamodb();

async function openCatalogue() {
  const tableName = await dynamodb.newTable(CATALOGUE_SHAPE);
  return { tableName, table: createCatalogueTable(dynamodb.client, tableName) };
}

describe('the beginning of a batch', () => {
  it('reads all titles at once, so that the turn of a new one needs only names and its record', async () => {
    const table = memoryCatalogue();
    const update = createUpdateCatalogue(table, SETTINGS);
    const [known, ...others] = [1, 2, 3].map((titleId) => eventOn({ titleId, day: 1, services: [203, 24] }));
    await update(known!);
    const later = eventOn({ titleId: 1, day: 2, services: [203] });
    const events = [later, ...others];
    const calls: string[] = [];
    table.beforeCall = (operation) => calls.push(operation);
    const begun = await createBeginBatch(table, SETTINGS)(events);

    expect(calls).toEqual(['readRecords', ...Array<string>(4).fill('putFirstRows')]);
    calls.length = 0;
    for (const event of events) expect(await update(event, begun.get(event))).toBe(true);
    // A name is written once a day.
    const named = ['putName', 'putName'];
    expect(calls).toEqual([...named, 'putRows', 'putRows', 'putRecord', 'putRecord', 'putRecord']);
  });

  it('begins only the first of the events of a title, and none without a title', async () => {
    const named = sourceListed as StreamEvent;
    const events = [...[1, 2].map((day) => eventOn({ day, services: [203] })), named];

    expect([...(await createBeginBatch(memoryCatalogue(), SETTINGS)(events)).keys()]).toEqual([events[0]]);
  });

  it('is repaired in the turn of an event that another consumer has added with a later one', async () => {
    const table = memoryCatalogue();
    const update = createUpdateCatalogue(table, SETTINGS);
    const [first, second] = [
      eventOn({ day: 1, services: [203, 24] }),
      eventOn({ day: 2, services: [203] }),
    ] as const;
    const late = {
      ...table,
      async putFirstRows(rows: Parameters<typeof table.putFirstRows>[0]) {
        for (const event of [first, second]) await update(event);
        await table.putFirstRows(rows);
      },
    };
    const begun = await createBeginBatch(late, SETTINGS)([first]);
    const stale = table.items();

    expect(await update(first, begun.get(first))).toBe(false);
    const repaired = table.items();
    expect(repaired).not.toEqual(stale);
    expect(await update(second)).toBe(false);
    const wanted = memoryCatalogue();
    for (const event of [first, second]) await createUpdateCatalogue(wanted, SETTINGS)(event);
    expect(repaired).toEqual(wanted.items());
  });

  it('reads more titles than a request of DynamoDB takes', async () => {
    const { table } = await openCatalogue();
    const seen = eventOn({ titleId: 117, day: 1, services: [203] });
    await createUpdateCatalogue(table, SETTINGS)(seen);
    const found = await table.readRecords(Array.from({ length: 120 }, (_, index) => index + 1));

    expect(found.size).toBe(120);
    expect([...found].filter(([, record]) => record !== null)).toEqual([[117, await table.readRecord(117)]]);
  });

  it('leaves out a title whose record is not valid', async () => {
    const { table, tableName } = await openCatalogue();
    const item = marshall({ pk: 'title:7', sk: 'record', titleId: 'seven' });
    await dynamodb.client.send(new PutItemCommand({ TableName: tableName, Item: item }));
    const [good, bad] = [8, 7].map((titleId) => eventOn({ titleId, day: 1, services: [203] }));
    const begun = await createBeginBatch(table, SETTINGS)([bad!, good!]);

    expect([...begun.keys()]).toEqual([good!]);
  });

  it('fails if the table does not answer, or not for all titles', async () => {
    const missing = createCatalogueTable(dynamodb.client, 'missing');
    const client = mockClient(new DynamoDBClient({ region: 'eu-west-2' }));
    client.on(BatchGetItemCommand).resolves({ UnprocessedKeys: { Catalogue: { Keys: [{}] } } });

    await expect(missing.readRecords([7, 8])).rejects.toMatchObject({
      name: 'Catalogue.Unavailable',
      message: expect.stringMatching(/^BatchGetItem of 2 titles in missing: ResourceNotFoundException/),
    });
    await expect(createCatalogueTable(client, 'Catalogue').readRecords([7])).rejects.toMatchObject({
      name: 'Catalogue.Unavailable',
      message: 'BatchGetItem of 1 titles in Catalogue: some were throttled',
    });
  });
});
