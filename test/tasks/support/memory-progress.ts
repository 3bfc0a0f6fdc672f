import {
  CLAIM_ITEM,
  DEFERRED_PREFIX,
  deferredKey,
  sectionItemKey,
  sweepPagePrefix,
  referenceKey,
  referenceRequestKey,
  WATERMARK_ITEM,
} from '../../../events/progress.ts';
import type {
  ClaimItem,
  DeferredItem,
  Feed,
  ProgressItem,
  SectionItem,
  SweepPageItem,
  ReferenceItem,
  ReferenceRequestItem,
  WatermarkItem,
} from '../../../events/types.ts';
import { ProgressUnavailable } from '../../../tasks/shared/errors/progress-errors.ts';
import type { ProgressTable } from '../../../tasks/shared/progress/progress-table.ts';

/**
 * A fault of one call.
 *
 * - `throttled`, `refused`: ProgressUnavailable; nothing is written.
 * - `answer lost`: the write succeeds, then ProgressUnavailable.
 * - `sent twice`: the write succeeds, its answer is lost, and the client sends it again: the condition now fails, so the
 *   caller receives `false`.
 *
 * For a read, the last two are ProgressUnavailable, too.
 */
export type TableFault = 'throttled' | 'refused' | 'answer lost' | 'sent twice';

/** A call of the table. */
export interface TableCall {
  readonly operation: keyof ProgressTable;
  readonly feed: Feed;
  /** The sort key; undefined for a call about several items. */
  readonly item?: string;
}

/** A progress table in memory. */
export interface MemoryProgress extends ProgressTable {
  /** Every call so far. */
  readonly calls: TableCall[];
  /** Runs before each call. It can change the table, as another run would, and return a fault of the call. */
  beforeCall: (call: TableCall) => TableFault | undefined;
  /** Receives each write: the item before and after it. */
  afterWrite: (before: ProgressItem | undefined, after: ProgressItem | undefined) => void;
  /** A copy of all items, by feed and sort key. */
  items(): ProgressItem[];
  /** A copy of one item. */
  item(feed: Feed, item: string): ProgressItem | undefined;
  /** A copy of the item of one deferred title. */
  deferred(feed: Feed, titleId: number): DeferredItem | undefined;
  /** Writes items without a condition. */
  set(...items: readonly ProgressItem[]): void;
  /** Deletes an item without a condition. */
  delete(feed: Feed, item: string): void;
}

/** Makes a progress table with some items. A write has the same conditions as one of the table in DynamoDB. */
export function memoryProgress(...items: readonly ProgressItem[]): MemoryProgress {
  const stored = new Map<string, ProgressItem>();
  const keyOf = (feed: Feed, item: string) => `${feed} ${item}`;
  const find = (feed: Feed, item: string) => structuredClone(stored.get(keyOf(feed, item)));

  function store(key: string, item: ProgressItem | undefined): void {
    const before = stored.get(key);
    const after = structuredClone(item);
    if (after === undefined) stored.delete(key);
    else stored.set(key, after);
    table.afterWrite(before, after);
  }

  function call(operation: keyof ProgressTable, feed: Feed, item?: string): TableFault | undefined {
    const made: TableCall = { operation, feed, ...(item === undefined ? {} : { item }) };
    table.calls.push(made);
    return table.beforeCall(made);
  }

  async function read<T>(made: Parameters<typeof call>, answer: () => T): Promise<T> {
    const fault = call(...made);
    return Promise.resolve().then(() => (fault === undefined ? answer() : unavailable(made[0], fault)));
  }

  async function write(
    made: [keyof ProgressTable, Feed, string],
    found: ProgressItem | null,
    change: (key: string) => void,
  ): Promise<boolean> {
    const fault = call(...made);
    const [operation, feed, item] = made;
    await Promise.resolve();
    if (fault === 'throttled' || fault === 'refused') return unavailable(operation, fault);
    const key = keyOf(feed, item);
    const isWritten = isUnchanged(stored.get(key), found);
    if (isWritten) change(key);
    if (fault === 'answer lost') return unavailable(operation, fault);
    return isWritten && fault !== 'sent twice';
  }

  const listed = (feed: Feed, prefix: string) =>
    table.items().filter((item) => item.feed === feed && item.item.startsWith(prefix));

  const table: MemoryProgress = {
    calls: [],
    beforeCall: () => undefined,
    afterWrite: () => undefined,
    items: () => [...stored.keys()].sort().map((key) => structuredClone(stored.get(key)!)),
    item: find,
    deferred: (feed, titleId) => find(feed, deferredKey(feed, titleId).item) as DeferredItem | undefined,
    set(...written) {
      written.forEach((item) => store(keyOf(item.feed, item.item), item));
    },
    delete: (feed, item) => store(keyOf(feed, item), undefined),

    readWatermark: (feed) =>
      read(
        ['readWatermark', feed, WATERMARK_ITEM],
        () => (find(feed, WATERMARK_ITEM) ?? null) as WatermarkItem | null,
      ),
    readClaim: (feed) =>
      read(['readClaim', feed, CLAIM_ITEM], () => (find(feed, CLAIM_ITEM) ?? null) as ClaimItem | null),
    readReference: (kind) => {
      const { feed, item } = referenceKey(kind);
      return read(['readReference', feed, item], () => (find(feed, item) ?? null) as ReferenceItem | null);
    },
    readReferenceRequest: (kind) => {
      const { feed, item } = referenceRequestKey(kind);
      return read(
        ['readReferenceRequest', feed, item],
        () => (find(feed, item) ?? null) as ReferenceRequestItem | null,
      );
    },
    listDeferred: (feed) =>
      read(['listDeferred', feed], () => listed(feed, DEFERRED_PREFIX) as DeferredItem[]),
    readSection: (section) => {
      const { feed, item } = sectionItemKey(section);
      return read(['readSection', feed, item], () => (find(feed, item) ?? null) as SectionItem | null);
    },
    listSweepPages: (slot) =>
      read(
        ['listSweepPages', 'catalogue'],
        () => listed('catalogue', sweepPagePrefix(slot)) as SweepPageItem[],
      ),
    readDeferred: (feed, titleIds) =>
      read(['readDeferred', feed], () => {
        const found = titleIds.flatMap((titleId) => table.deferred(feed, titleId) ?? []);
        return new Map(found.map((item) => [item.titleId, item]));
      }),
    put: (item, found) => write(['put', item.feed, item.item], found, (key) => store(key, item)),
    remove: (found) => write(['remove', found.feed, found.item], found, (key) => store(key, undefined)),
  };
  table.set(...items);
  return table;
}

/** The result of a call, or undefined when the table did not answer. Every other error is thrown. */
export async function orUnavailable<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof ProgressUnavailable) return undefined;
    throw error;
  }
}

/** Returns true if the item is unchanged: still absent, or with the same strings and numbers. */
function isUnchanged(stored: ProgressItem | undefined, found: ProgressItem | null): boolean {
  if (found === null || stored === undefined) return found === null && stored === undefined;
  const now: Record<string, unknown> = { ...stored };
  return Object.entries(found)
    .filter(([, value]) => typeof value === 'string' || typeof value === 'number')
    .every(([name, value]) => now[name] === value);
}

function unavailable(operation: keyof ProgressTable, fault: TableFault): never {
  throw new ProgressUnavailable(`${operation} of the progress table`, `the test has it ${fault}`);
}
