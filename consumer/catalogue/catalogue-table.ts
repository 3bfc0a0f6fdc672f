import type { CatalogueName, CatalogueRecord, CatalogueRow } from '../../events/types.ts';

/**
 * The table of the catalogue. Every write is conditional, so that events can arrive late, twice, and at two consumers.
 *
 * Every call rejects with CatalogueUnavailable if the table does not answer.
 */
export interface CatalogueTable {
  /** Reads the record of a title; null if there is none. */
  readRecord(titleId: number): Promise<CatalogueRecord | null>;
  /**
   * Writes a record if the stored one is still that which was read.
   *
   * @param found - the record that was read; null if there was none
   * @returns false if it has changed and nothing was written
   */
  putRecord(record: CatalogueRecord, found: CatalogueRecord | null): Promise<boolean>;
  /** Writes a row unless the stored one is as of a later time. */
  putRow(row: CatalogueRow): Promise<void>;
  /** Writes the name of a service or a genre if there is none. */
  putName(name: CatalogueName): Promise<void>;
}
