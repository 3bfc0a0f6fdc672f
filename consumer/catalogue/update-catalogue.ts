import { nameItem } from '../../events/catalogue.ts';
import type {
  CatalogueName,
  CatalogueRecord,
  RemovalEvent,
  StreamEvent,
  TitleEvent,
} from '../../events/types.ts';
import { CatalogueUnavailable } from './catalogue-errors.ts';
import type { CatalogueTable } from './catalogue-table.ts';
import { isObservation, observe } from './observe.ts';
import { keptRowsOf, withExpiry } from './retention.ts';

/** The maximum number of attempts while others write the same title. */
const ATTEMPTS = 5;

/** The settings of {@link createUpdateCatalogue}. */
export interface CatalogueSettings {
  /** The number of days after the event at which an item expires; null to keep titles until they leave. */
  readonly keepDays: number | null;
}

/** What was done for an event before its turn. */
export interface Begun {
  /** The record of the title as it was read; null if there was none, and then the rows of the event were written. */
  readonly found: CatalogueRecord | null;
}

/**
 * Adds an event. Resolves to false if it changes nothing.
 *
 * @param begun - what a batch has done for the event already
 */
export type UpdateCatalogue = (event: StreamEvent, begun?: Begun) => Promise<boolean>;

/**
 * Creates the function that adds an event to the catalogue.
 *
 * It writes all rows of the title first and the record last. If it ends in between, the record does not have the event, and
 * a retry writes the same rows again. An event that the record has already needs no write. If the record was refused, all
 * rows are written again, even if it has the event by now: they may have replaced rows of another consumer.
 *
 * Rejects with CatalogueUnavailable. The event can be added again.
 */
export function createUpdateCatalogue(
  table: CatalogueTable,
  { keepDays }: CatalogueSettings,
): UpdateCatalogue {
  const named = new Set<string>();

  /** Writes the names that this process has not written yet. */
  async function putNames({ data }: TitleEvent | RemovalEvent): Promise<void> {
    const names = namesIn(data).filter(({ pk, id }) => !named.has(`${pk} ${id}`));
    await Promise.all(names.map((name) => table.putName(name)));
    for (const { pk, id } of names) named.add(`${pk} ${id}`);
  }

  return async (event, begun) => {
    if (!isObservation(event)) return false;
    await putNames(event);
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

function namesIn(data: TitleEvent['data'] | null): CatalogueName[] {
  const sources = data?.sources.map(({ sourceId, name }) => nameItem('source', { id: sourceId, name })) ?? [];
  const genres = data?.genres.map((genre) => nameItem('genre', genre)) ?? [];
  return [...new Map([...sources, ...genres].map((name) => [`${name.pk} ${name.id}`, name])).values()];
}
