import { createRequire } from 'node:module';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { StoreWriteFailed } from '../../../local/stepfunctions/index.ts';
import { openDatabase } from '../../../local/dynamodb/database.ts';

const settings = { region: 'eu-west-2', accountId: '000000000000', warn: () => undefined };
const TABLE = {
  TableName: 'progress',
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [{ AttributeName: 'feed', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'feed', KeyType: 'HASH' }],
};
const Item = { feed: { S: 'f' } };

/** The methods of LevelDB's class, which dynalite's databases have. */
function levelDb() {
  const { Level } = createRequire(import.meta.url)('level') as {
    readonly Level: {
      readonly prototype: Record<'_put' | '_del' | '_batch', (...args: unknown[]) => Promise<void>>;
    };
  };
  return Level.prototype;
}

describe('openDatabase', () => {
  let path: string;
  beforeEach(async () => {
    path = await mkdtemp(join(tmpdir(), 'database-'));
  });
  afterEach(() => rm(path, { recursive: true, force: true }));

  it('finishes a table whose creation was interrupted', async () => {
    const first = await openDatabase({ path, ...settings });
    await first.perform('CreateTable', structuredClone(TABLE));
    // Before the timer that makes the table active.
    await first.close();

    const second = await openDatabase({ path, ...settings });
    const described = await second.perform('DescribeTable', { TableName: 'progress' });
    await second.perform('PutItem', { TableName: 'progress', Item });
    await second.close();

    expect(described).toMatchObject({ Table: { TableStatus: 'ACTIVE' } });
  });

  it('syncs each write to disk before the response', async () => {
    const first = await openDatabase({ path, ...settings });
    await first.perform('CreateTable', structuredClone(TABLE));
    await first.close();
    const writes = (['_put', '_del', '_batch'] as const).map((name) => jest.spyOn(levelDb(), name));
    const database = await openDatabase({ path, ...settings });
    const tags = { ResourceArn: 'arn:aws:dynamodb:eu-west-2:000000000000:table/progress' };

    await database.perform('PutItem', { TableName: 'progress', Item });
    await database.perform('DeleteItem', { TableName: 'progress', Key: Item });
    await database.perform('TagResource', { ...tags, Tags: [{ Key: 'Project', Value: 'tv-guide' }] });

    const options = writes.map(({ mock }) => mock.calls.map((args: unknown[]) => args.at(-1)));
    jest.restoreAllMocks();
    await database.close();
    // The first write finishes the table.
    expect(options.map(({ length }) => length)).toEqual([2, 1, 1]);
    expect(options.flat()).toEqual(options.flat().map(() => expect.objectContaining({ sync: true })));
  });

  it('does not wait for the disk with items of a derived table, nor with those of its indexes', async () => {
    const derived = {
      TableName: 'catalogue',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['feed', 'seen'].map((name) => ({ AttributeName: name, AttributeType: 'S' })),
      KeySchema: [{ AttributeName: 'feed', KeyType: 'HASH' }],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'bySeen',
          KeySchema: [{ AttributeName: 'seen', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    };
    const synced: [kind: string, isSynced: boolean][] = [];
    for (const name of ['_put', '_batch'] as const) {
      const write = levelDb()[name];
      jest.spyOn(levelDb(), name).mockImplementation(function (this: unknown, ...args: unknown[]) {
        const { sync } = args.at(-1) as { sync: boolean };
        const entries = name === '_put' ? [{ key: args[0] }] : (args[0] as { key: unknown }[]);
        for (const { key } of entries) synced.push([/^[^~]*~?[a-z]*/.exec(String(key))![0], sync]);
        return write.apply(this, args);
      });
    }
    const created = await openDatabase({ path, ...settings, derivedTables: ['catalogue'] });
    await created.perform('CreateTable', structuredClone(TABLE));
    await created.perform('CreateTable', derived);
    await created.close();
    const used = await openDatabase({ path, ...settings, derivedTables: ['catalogue'] });
    await used.perform('PutItem', { TableName: 'progress', Item });
    await used.perform('PutItem', { TableName: 'catalogue', Item: { ...Item, seen: { S: 's' } } });
    jest.restoreAllMocks();
    await used.close();

    expect(
      Object.fromEntries(synced.map(([key, isSynced]) => [key.replace(/^(item-\w+)~.*/, '$1'), isSynced])),
    ).toEqual({
      'table~progress': true,
      'table~catalogue': true,
      'item-progress': true,
      'item-catalogue': false,
      'index-global~catalogue': false,
    });
  });

  it('reports on close that its folder was removed', async () => {
    const database = await openDatabase({ path, ...settings });
    await rm(path, { recursive: true });

    const error = await database.close().catch((reason: unknown) => reason);

    expect(error).toBeInstanceOf(StoreWriteFailed);
    expect(error).toMatchObject({
      path,
      message: `Cannot write ${path}: it was removed while it was in use`,
      cause: { code: 'ENOENT' },
    });
  });

  it('finishes a deletion that was interrupted', async () => {
    const first = await openDatabase({ path, ...settings });
    await first.perform('CreateTable', structuredClone(TABLE));
    await first.close();
    const second = await openDatabase({ path, ...settings });
    await second.perform('PutItem', { TableName: 'progress', Item });
    await second.perform('DeleteTable', { TableName: 'progress' });
    await second.close();

    const third = await openDatabase({ path, ...settings });
    // If the table stays, the timeout of the test ends this.
    while (JSON.stringify(await third.perform('ListTables', {})) !== '{"TableNames":[]}');
    await third.perform('CreateTable', structuredClone(TABLE));
    while (
      !JSON.stringify(await third.perform('DescribeTable', { TableName: 'progress' })).includes('ACTIVE')
    );
    const scanned = await third.perform('Scan', { TableName: 'progress' });
    await third.close();

    expect(scanned).toMatchObject({ Count: 0, Items: [] });
  });
});

describe('an operation that dynalite cannot finish', () => {
  // dynalite fails to compare with a missing attribute.
  const broken = ':v BETWEEN :v AND gone';
  const values = { ':v': { N: '5' } };

  it('fails alone, and releases its item', async () => {
    const database = await openDatabase(settings);
    await database.perform('CreateTable', structuredClone(TABLE));
    while (
      !JSON.stringify(await database.perform('DescribeTable', { TableName: 'progress' })).includes('ACTIVE')
    );
    const put = { TableName: 'progress', Item };
    await database.perform('PutItem', structuredClone(put));

    const failures = await Promise.allSettled([
      database.perform('PutItem', {
        ...structuredClone(put),
        ConditionExpression: broken,
        ExpressionAttributeValues: values,
      }),
      // Waits for the item until the first operation has failed.
      database.perform('PutItem', structuredClone(put)),
      database.perform('Query', {
        TableName: 'progress',
        KeyConditionExpression: 'feed = :feed',
        FilterExpression: broken,
        ExpressionAttributeValues: { ...values, ':feed': Item.feed },
      }),
    ]);
    await database.close();

    expect(failures).toMatchObject([
      { status: 'rejected', reason: { name: 'TypeError' } },
      { status: 'fulfilled' },
      { status: 'rejected', reason: { name: 'TypeError' } },
    ]);
  });
});
