import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type {
  ClaimItem,
  DeferredItem,
  ProgressItem,
  SectionItem,
  SweepPageItem,
  WatermarkItem,
} from '../../../../events/types.ts';
import { createProgressTable } from '../../../../tasks/shared/progress/dynamodb-progress.ts';
import type { ProgressTable } from '../../../../tasks/shared/progress/progress-table.ts';
import { shareDynamodb } from '../../../local/dynamodb/support/shared-dynamodb.ts';
import { memoryProgress } from '../../support/memory-progress.ts';
import { deepFreeze } from '../../support/ports.ts';

const WATERMARK: WatermarkItem = {
  feed: 'new_titles',
  item: 'watermark',
  watermark: '2026-11-24T06:00:00Z',
  listedFrom: '2026-11-23T05:00:00Z',
  executionArn: 'arn:a',
};
const CLAIM: ClaimItem = {
  feed: 'new_titles',
  item: 'claim',
  executionArn: 'arn:a',
  claimedAt: '2026-11-24T06:00:03.250Z',
};
const deferred = (titleId: number, changes: Partial<DeferredItem> = {}): DeferredItem => ({
  feed: 'new_titles',
  item: `deferred#${titleId}`,
  titleId,
  status: 'waiting',
  since: '2026-11-24T06:00:03.250Z',
  runs: 1,
  countedRuns: ['arn:a'],
  error: 'Watchmode.Unavailable',
  ...changes,
});

const section = (key: string, changes: Partial<SectionItem> = {}): SectionItem => ({
  feed: 'catalogue',
  item: `section#${key}`,
  slot: 'a',
  executionArn: 'arn:a',
  sweptAt: '2026-11-24T06:00:03.250Z',
  pages: 2,
  limit: 250,
  titles: 300,
  arrived: 0,
  missing: [{ titleId: 7, sweeps: 1, seenGone: true, after: null, before: null }],
  gaps: [9],
  links: [{ page: 1, last: 8, first: 9 }],
  ...changes,
});
const page = (item: string, titles: number[]): SweepPageItem => ({
  feed: 'catalogue',
  item,
  executionArn: 'arn:a',
  page: 1,
  limit: 250,
  total: titles.length,
  isLast: true,
  titles,
  fetchedAt: '2026-11-24T06:00:03.250Z',
});

const dynamodb = shareDynamodb();

/** An empty table of each kind, with a function to write an invalid item. */
const KINDS: Record<
  string,
  () => Promise<{ table: ProgressTable; write: (item: object) => Promise<unknown> }>
> = {
  'in memory': () => {
    const table = memoryProgress();
    return Promise.resolve({
      table,
      write: (item) => {
        table.set(item as ProgressItem);
        return Promise.resolve();
      },
    });
  },
  'in DynamoDB': async () => {
    const tableName = await dynamodb.newTable();
    return {
      table: createProgressTable(dynamodb.client, tableName),
      write: (item) =>
        dynamodb.client.send(new PutItemCommand({ TableName: tableName, Item: marshall(item) })),
    };
  },
};

describe.each(Object.keys(KINDS))('the progress table %s', (kind) => {
  let table: ProgressTable;
  let write: (item: object) => Promise<unknown>;

  beforeEach(async () => {
    ({ table, write } = await KINDS[kind]!());
  });

  it('is empty at first', async () => {
    expect(await table.readWatermark('new_titles')).toBeNull();
    expect(await table.readClaim('new_titles')).toBeNull();
    expect(await table.listDeferred('new_titles')).toEqual([]);
    expect(await table.readDeferred('new_titles', [])).toEqual(new Map());
    expect(await table.readDeferred('new_titles', [7])).toEqual(new Map());
  });

  it('gives back what was put, by its feed and its kind', async () => {
    const other: WatermarkItem = { feed: 'releases', item: 'watermark', watermark: '2026-11-01T00:00:00Z' };
    const items = deepFreeze([WATERMARK, CLAIM, deferred(7), deferred(70), other]);
    for (const item of items) expect(await table.put(item, null)).toBe(true);

    expect(await table.readWatermark('new_titles')).toEqual(WATERMARK);
    expect(await table.readWatermark('releases')).toEqual(other);
    expect(await table.readClaim('new_titles')).toEqual(CLAIM);
    expect(await table.readClaim('releases')).toBeNull();
    expect((await table.listDeferred('new_titles')).sort((a, b) => a.titleId - b.titleId)).toEqual([
      deferred(7),
      deferred(70),
    ]);
    expect(await table.listDeferred('releases')).toEqual([]);
    expect(await table.readDeferred('new_titles', [70, 8])).toEqual(new Map([[70, deferred(70)]]));
    expect(await table.readDeferred('releases', [70])).toEqual(new Map());
  });

  it('creates an item only where there is none', async () => {
    await table.put(CLAIM, null);

    expect(await table.put({ ...CLAIM, executionArn: 'arn:b' }, null)).toBe(false);
    expect(await table.readClaim('new_titles')).toEqual(CLAIM);
  });

  it('replaces a whole item, including removed members', async () => {
    const rejected = deferred(7, { status: 'rejected', expiresAt: 1_800_000_000 });
    await table.put(rejected, null);

    expect(await table.put(deferred(7), rejected)).toBe(true);
    expect((await table.readDeferred('new_titles', [7])).get(7)).toEqual(deferred(7));
  });

  it.each<[string, DeferredItem]>([
    ['a number', deferred(7, { runs: 2 })],
    ['a text', deferred(7, { error: 'Runtime.ExitError' })],
    ['a number that is not there', deferred(7, { expiresAt: 1_800_000_000 })],
    ['a text that is not there', deferred(7, { lastRun: 'arn:a' })],
  ])('writes and removes nothing where %s of what was read is another', async (_, found) => {
    await table.put(deferred(7), null);

    expect(await table.put(deferred(7, { runs: 9 }), found)).toBe(false);
    expect(await table.remove(found)).toBe(false);
    expect((await table.readDeferred('new_titles', [7])).get(7)).toEqual(deferred(7));
  });

  it('compares no lists, which never change alone', async () => {
    await table.put(deferred(7), null);

    expect(await table.put(deferred(7, { runs: 2 }), deferred(7, { countedRuns: [] }))).toBe(true);
  });

  it('writes nothing if the item was removed', async () => {
    expect(await table.put(deferred(7, { runs: 2 }), deferred(7))).toBe(false);
    expect(await table.remove(deferred(7))).toBe(false);
    expect(await table.listDeferred('new_titles')).toEqual([]);
  });

  it('removes only an unchanged item', async () => {
    await table.put(deferred(7), null);
    await table.put(deferred(8), null);

    expect(await table.remove(deferred(7))).toBe(true);
    expect(await table.listDeferred('new_titles')).toEqual([deferred(8)]);
  });

  it('grants one of several writes at once', async () => {
    const claims = ['arn:a', 'arn:b', 'arn:c'].map((executionArn) => ({ ...CLAIM, executionArn }));
    const granted = await Promise.all(claims.map((claim) => table.put(claim, null)));

    expect(granted.filter(Boolean)).toHaveLength(1);
    expect(await table.readClaim('new_titles')).toEqual(claims[granted.indexOf(true)]);
  });

  it('gives back members that a later release has added', async () => {
    const later = { ...CLAIM, startedBy: 'the schedule', details: { attempt: 1 } };
    await write(later);

    expect(await table.readClaim('new_titles')).toEqual(later);
    expect(await table.put<ClaimItem>({ ...CLAIM, executionArn: 'arn:b' }, later)).toBe(true);
  });

  it('gives back a section and its pages, in their order, and no others', async () => {
    const first = page('page#GB:203#a#0001', [3, 1]);
    const many = page(
      'page#GB:203#a#0002',
      Array.from({ length: 250 }, (_, id) => id + 1),
    );
    const others = [
      page('page#GB:203#b#0001', [5]),
      page('page#GB:203:movie#a#0001', [6]),
      page('page#GB:2031#a#0001', [7]),
    ];
    for (const item of [many, ...others, first]) expect(await table.put(item, null)).toBe(true);
    await table.put(section('GB:203'), null);

    expect(await table.readSection('GB:203')).toEqual(section('GB:203'));
    expect(await table.readSection('GB:203:movie')).toBeNull();
    expect(await table.listSweepPages({ section: 'GB:203', slot: 'a' })).toEqual([first, many]);
    expect(await table.listSweepPages({ section: 'GB:203', slot: 'b' })).toEqual([others[0]]);
    expect(await table.listSweepPages({ section: 'GB:999', slot: 'a' })).toEqual([]);
  });

  it('changes the sweep of a section once', async () => {
    await table.put(section('GB:203'), null);
    const [next, late] = ['arn:b', 'arn:c'].map((executionArn) =>
      section('GB:203', { executionArn, slot: 'b', sweptAt: '2026-11-25T06:00:03.250Z' }),
    );

    expect(await table.put(next!, section('GB:203'))).toBe(true);
    expect(await table.put(late!, section('GB:203'))).toBe(false);
    expect(await table.readSection('GB:203')).toEqual(next);
  });
});
