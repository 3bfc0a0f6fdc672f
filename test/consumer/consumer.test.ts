import { GetItemCommand, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler } from '../../consumer/handler.ts';
import { CATALOGUE_SHAPE, recordKey } from '../../events/catalogue.ts';
import { encodeAggregatedRecord } from '../../events/kpl/encode.ts';
import type { CatalogueItem, CatalogueRecord } from '../../events/types.ts';
import { shareDynamodb } from '../local/dynamodb/support/shared-dynamodb.ts';
import { invocation } from '../tasks/support/ports.ts';
import { eventOn } from './catalogue/support/events.ts';

const dynamodb = shareDynamodb();
let tableName: string;
let lines: string[];

beforeEach(async () => {
  lines = [];
  tableName = await dynamodb.newTable(CATALOGUE_SHAPE);
});

const bytesOf = (value: unknown) => Buffer.from(JSON.stringify(value));
const aggregateOf = (...parts: readonly Buffer[]) =>
  encodeAggregatedRecord(parts.map((data) => ({ partitionKey: '7', data })));

/** Lambda's event of records, numbered from 1. */
const batchOf = (...datas: readonly Uint8Array[]) => ({
  Records: datas.map((data, index) => ({
    eventID: `shardId-000000000000:${index + 1}`,
    eventSource: 'aws:kinesis',
    kinesis: {
      data: Buffer.from(data).toString('base64'),
      partitionKey: '7',
      sequenceNumber: String(index + 1),
    },
  })),
});

const consume = (event: unknown, env: Readonly<Record<string, string>> = {}) =>
  createHandler(
    {
      ...{ CATALOGUE_TABLE: tableName, AWS_REGION: 'eu-west-2', STAGE: 'test' },
      ...{ AWS_ENDPOINT_URL_DYNAMODB: dynamodb.dynamodb.endpoint },
      ...{ AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' },
      ...env,
    },
    { writeLine: (line) => lines.push(line) },
  )(event, invocation());

const items = async () => {
  const { Items = [] } = await dynamodb.client.send(new ScanCommand({ TableName: tableName }));
  return Items.map((item) => unmarshall(item) as CatalogueItem);
};
const titlesIn = (found: readonly CatalogueItem[]) =>
  found.flatMap((item) => ('record' in item ? [item.titleId] : [])).sort((one, other) => one - other);
const event = (titleId: number, day = 1) => bytesOf(eventOn({ titleId, day, services: [203] }));

describe('the consumer of the stream', () => {
  it('adds every event of a batch to the catalogue, aggregated or not', async () => {
    expect(await consume(batchOf(event(1), aggregateOf(event(2), event(3))))).toEqual({
      batchItemFailures: [],
    });

    expect(titlesIn(await items())).toEqual([1, 2, 3]);
    expect(lines.map((line) => JSON.parse(line) as object)).toEqual([
      expect.objectContaining({ EventsConsumed: 1, EventsRefused: 0, task: 'update-catalogue' }),
      expect.objectContaining({ EventsConsumed: 2, EventsRefused: 0 }),
    ]);
  });

  it('reports the outer record of a poison event, and adds the 49 others', async () => {
    const poison = bytesOf({ ...eventOn({ day: 1, services: [203] }), subject: 'seven' });
    const parts = Array.from({ length: 50 }, (_, index) => (index === 17 ? poison : event(index + 1)));

    expect(await consume(batchOf(event(100), aggregateOf(...parts), event(101)))).toEqual({
      batchItemFailures: [{ itemIdentifier: '2' }],
    });
    expect(titlesIn(await items())).toHaveLength(51);
    const refused = lines
      .map((line) => JSON.parse(line) as { message?: string })
      .find(({ message }) => message !== undefined);
    expect(refused).toMatchObject({
      ...{ level: 'ERROR', message: 'refused a part of a record', sequenceNumber: '2' },
      because: [expect.stringContaining('/subject')],
    });
    expect(JSON.stringify(refused)).not.toContain('Service 203');
  });

  it('reports a record that holds no JSON, and a batch of nothing else', async () => {
    expect(await consume(batchOf(Buffer.from('junk'), Buffer.from([0xff, 0xfe])))).toEqual({
      batchItemFailures: [{ itemIdentifier: '1' }, { itemIdentifier: '2' }],
    });
  });

  it('reports the records that the table did not take, which a retry adds', async () => {
    const batch = batchOf(event(1), event(2));
    const failed = await consume(batch, { CATALOGUE_TABLE: 'missing' });

    expect(failed).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }, { itemIdentifier: '2' }] });
    expect(lines.map((line) => JSON.parse(line) as object)).toContainEqual(
      expect.objectContaining({
        ...{ level: 'WARN', message: 'adds each event by itself' },
        because: expect.stringContaining('BatchGetItem of 2 titles in missing'),
      }),
    );
    expect(await consume(batch)).toEqual({ batchItemFailures: [] });
    expect(titlesIn(await items())).toEqual([1, 2]);
  });

  it('adds the other titles if the record of one is not valid', async () => {
    const item = marshall({ pk: 'title:1', sk: 'record', titleId: 'one' });
    await dynamodb.client.send(new PutItemCommand({ TableName: tableName, Item: item }));

    expect(await consume(batchOf(event(1), event(2)))).toEqual({
      batchItemFailures: [{ itemIdentifier: '1' }],
    });
    expect(titlesIn((await items()).filter(({ pk }) => pk === 'title:2'))).toEqual([2]);
  });

  it('takes the events of a title in their order', async () => {
    const story = [1, 2, 3].map((day) => eventOn({ titleId: 7, day, services: day === 2 ? [24] : [203] }));
    await consume(batchOf(...story.map(bytesOf)));
    const { Item } = await dynamodb.client.send(
      new GetItemCommand({ TableName: tableName, Key: marshall(recordKey(7)) }),
    );

    expect(unmarshall(Item!) as CatalogueRecord).toMatchObject({
      time: story[2]!.time,
      observations: story.map(({ id }) => ({ eventId: id })),
    });
  });

  it('lets titles expire if the deployment says so', async () => {
    await consume(batchOf(event(1)), { KEEP_DAYS: '30' });

    expect((await items()).filter((item) => 'record' in item)).toEqual([
      expect.objectContaining({ expiresAt: Date.UTC(2026, 11, 1, 6) / 1_000 }),
    ]);
  });

  it('names every fault of its configuration', async () => {
    await expect(consume(batchOf(event(1)), { KEEP_DAYS: '0', CATALOGUE_TABLE: ' ' })).rejects.toMatchObject({
      name: 'ConfigurationError',
      message: expect.stringMatching(/CATALOGUE_TABLE.*KEEP_DAYS/s),
    });
  });
});
