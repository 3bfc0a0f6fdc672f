import { recordKey } from '../../../../events/catalogue.ts';
import type { CatalogueItem, CatalogueRecord, StreamEvent } from '../../../../events/types.ts';
import type { CatalogueTable } from '../../../../consumer/catalogue/catalogue-table.ts';
import { createUpdateCatalogue } from '../../../../consumer/catalogue/update-catalogue.ts';
import { isNewer, type VersionedName } from '../../../../consumer/catalogue/names.ts';

/** A catalogue in memory. */
export interface MemoryCatalogue extends CatalogueTable {
  /** Runs before each call; it can throw. */
  beforeCall: (operation: keyof CatalogueTable) => void;
  /** A copy of all items, by key. */
  items(): CatalogueItem[];
}

/** Makes an empty catalogue. A write has the same conditions as one of the table in DynamoDB. */
export function memoryCatalogue(): MemoryCatalogue {
  const stored = new Map<string, CatalogueItem>();
  const keyOf = ({ pk, sk }: Pick<CatalogueItem, 'pk' | 'sk'>) => `${pk} ${sk}`;
  const find = (item: Pick<CatalogueItem, 'pk' | 'sk'>) => structuredClone(stored.get(keyOf(item)));
  const put = (item: CatalogueItem, isAllowed: boolean) => {
    if (isAllowed) stored.set(keyOf(item), structuredClone(item));
    return isAllowed;
  };
  const call = async <T>(operation: keyof CatalogueTable, answer: () => T): Promise<T> => {
    table.beforeCall(operation);
    await Promise.resolve();
    return answer();
  };

  const table: MemoryCatalogue = {
    beforeCall: () => undefined,
    items: () => [...stored.keys()].sort().map((key) => structuredClone(stored.get(key)!)),
    readRecord: (titleId) =>
      call('readRecord', () => (find(recordKey(titleId)) ?? null) as CatalogueRecord | null),
    readRecords: (titleIds) =>
      call('readRecords', () => {
        const found = (titleId: number) => (find(recordKey(titleId)) ?? null) as CatalogueRecord | null;
        return new Map(titleIds.map((titleId) => [titleId, found(titleId)]));
      }),
    putRecord: (record, found) =>
      call('putRecord', () => put(record, isSame(find(record) as CatalogueRecord | undefined, found))),
    async putRows(rows) {
      for (const row of rows) {
        await call('putRows', () => {
          const before = find(row);
          put(row, before === undefined || ('asOf' in before && before.asOf <= row.asOf));
        });
      }
    },
    async putFirstRows(rows) {
      for (const row of rows) await call('putFirstRows', () => put(row, true));
    },
    putName: (name) =>
      call('putName', () => {
        const before = find(name) as VersionedName | undefined;
        return put(name, isNewer(name.version, before?.version));
      }),
  };
  return table;
}

/** Returns the catalogue that events make one after the other. */
export async function catalogueOf(events: readonly StreamEvent[]): Promise<CatalogueItem[]> {
  const table = memoryCatalogue();
  const update = createUpdateCatalogue(table, { keepDays: null });
  for (const event of events) await update(event);
  return table.items();
}

function isSame(stored: CatalogueRecord | undefined, found: CatalogueRecord | null): boolean {
  if (stored === undefined || found === null) return stored === undefined && found === null;
  return (
    stored.time === found.time &&
    stored.eventId === found.eventId &&
    stored.observations.length === found.observations.length
  );
}
