import { hasRecord, isOfTitle } from '../../events/event-kind.ts';
import type { CatalogueRecord, StreamEvent } from '../../events/types.ts';
import { CatalogueUnavailable } from './catalogue-errors.ts';
import type { CatalogueTable } from './catalogue-table.ts';
import { isNewer, keyOf, nameIn, namesIn, type VersionedName } from './names.ts';
import { observe } from './observe.ts';
import { keptRowsOf, withExpiry } from './retention.ts';

/** The maximum number of attempts while others write the same title. */
const ATTEMPTS = 5;

/** The settings of {@link createUpdateCatalogue}. */
export interface CatalogueSettings {
  /** The number of days after the event at which an item expires; null to keep titles until they leave. */
  readonly keepDays: number | null;
}

/** The work that was done for an event before its turn. */
export interface Begun {
  /** The record of the title as it was read; null if there was none, and then the rows of the event were written. */
  readonly found: CatalogueRecord | null;
}

/**
 * Adds an event. Resolves to false if it changes nothing.
 *
 * @param begun - the work that a batch has done for the event already
 */
export type UpdateCatalogue = (event: StreamEvent, begun?: Begun) => Promise<boolean>;

/**
 * Creates the function that adds an event to the catalogue.
 *
 * An event of reference data becomes a name. Of an event of a title, it writes all rows of the title first and the record
 * last. If it ends in between, the record does not have the event, and a retry writes the same rows again. An event that
 * the record has already needs no write. If the record was refused, all rows are written again, even if it has the event
 * by now: they may have replaced rows of another consumer.
 *
 * Rejects with CatalogueUnavailable. The event can be added again.
 */
export function createUpdateCatalogue(
  table: CatalogueTable,
  { keepDays }: CatalogueSettings,
): UpdateCatalogue {
  /** The versions of the names that this process has written. */
  const named = new Map<string, string>();

  async function putName(name: VersionedName): Promise<boolean> {
    const isWritten = await table.putName(name);
    named.set(keyOf(name), name.version);
    return isWritten;
  }

  return async (event, begun) => {
    if (!isOfTitle(event)) return putName(nameIn(event));
    if (hasRecord(event)) {
      const names = namesIn(event).filter((name) => isNewer(name.version, named.get(keyOf(name))));
      await Promise.all(names.map(putName));
    }
    let read = begun;
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const found = read === undefined ? await table.readRecord(Number(event.subject)) : read.found;
      const record = observe(found, event);
      if (record === found && attempt === 1) return false;
      const hasRows = read?.found === null;
      if (!hasRows) {
        const rows = keptRowsOf(record, keepDays);
        await (found === null ? table.putFirstRows(rows) : table.putRows(rows));
      }
      if (await table.putRecord(withExpiry(record, keepDays), found)) return record !== found;
      read = undefined;
    }
    throw new CatalogueUnavailable(`the title ${event.subject} was changed by others ${ATTEMPTS} times`);
  };
}
