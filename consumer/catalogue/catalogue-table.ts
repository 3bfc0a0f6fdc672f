import type { CatalogueRecord, CatalogueRow } from '../../events/types.ts';
import type { VersionedName } from './names.ts';

/**
 * The table of the catalogue. The record of a title is written only over the one that was read, so
 * that events can arrive late, twice, and at two consumers.
 *
 * Every call rejects with CatalogueUnavailable if the table does not answer.
 */
export interface CatalogueTable {
  /** Reads the record of a title; null if there is none. */
  readRecord(titleId: number): Promise<CatalogueRecord | null>;
  /**
   * Reads the records of titles, 100 a request; null for a title that has none. A title whose record is not valid is left
   * out, so that the others can be used. `readRecord` tells what is wrong with it.
   */
  readRecords(titleIds: readonly number[]): Promise<ReadonlyMap<number, CatalogueRecord | null>>;
  /**
   * Writes a record if the stored one is still that which was read.
   *
   * @param found - the record that was read; null if there was none
   * @returns false if it has changed and nothing was written
   */
  putRecord(record: CatalogueRecord, found: CatalogueRecord | null): Promise<boolean>;
  /** Writes rows, each unless the stored one is as of a later time. */
  putRows(rows: readonly CatalogueRow[]): Promise<void>;
  /**
   * Writes the rows of titles that had no record, 25 a request and without a condition. If another consumer has written
   * some of them meanwhile, the record of the title is refused, and its rows are written again.
   */
  putFirstRows(rows: readonly CatalogueRow[]): Promise<void>;
  /**
   * Writes the name of a service, a genre or a region unless the stored one has the same or a greater version.
   *
   * @returns false if nothing was written
   */
  putName(name: VersionedName): Promise<boolean>;
}
