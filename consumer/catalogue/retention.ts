import { TOMBSTONE_DAYS } from '../../events/catalogue.ts';
import { DAY_MS, epochMs, SECOND_MS } from '../../events/instant.ts';
import { omitUndefined } from '../../events/omit-undefined.ts';
import type { CatalogueRecord, CatalogueRow } from '../../events/types.ts';
import { rowsOf } from './rows.ts';

/**
 * Returns an item with the time at which it expires: a tombstone after 30 days, and every item `keepDays` after the newest
 * event of its title.
 *
 * @param keepDays - null to keep a title until it leaves
 */
export function withExpiry<Item extends CatalogueRecord | CatalogueRow>(
  item: Item,
  keepDays: number | null,
): Item {
  const { newest, leftAt } =
    'record' in item
      ? { newest: item.time, leftAt: item.record === null ? item.time : undefined }
      : { newest: item.asOf, leftAt: item.leftAt };
  const ends = [
    ...(leftAt === undefined ? [] : [epochMs(leftAt) + TOMBSTONE_DAYS * DAY_MS]),
    ...(keepDays === null ? [] : [epochMs(newest) + keepDays * DAY_MS]),
  ];
  const expiresAt = ends.length === 0 ? undefined : Math.ceil(Math.min(...ends) / SECOND_MS);
  return omitUndefined({ ...item, expiresAt }) as Item;
}

/** Returns the rows of a title, with the times at which they expire. */
export function keptRowsOf(record: CatalogueRecord, keepDays: number | null): CatalogueRow[] {
  return rowsOf(record).map((row) => withExpiry(row, keepDays));
}
