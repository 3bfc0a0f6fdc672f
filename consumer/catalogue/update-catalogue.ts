import { nameItem } from '../../events/catalogue.ts';
import { isOfTitle } from '../../events/event-kind.ts';
import type { CatalogueName, RemovalEvent, StreamEvent, TitleEvent } from '../../events/types.ts';
import { CatalogueUnavailable } from './catalogue-errors.ts';
import type { CatalogueTable } from './catalogue-table.ts';
import { observe } from './observe.ts';
import { withExpiry } from './retention.ts';
import { rowsOf } from './rows.ts';

/** The maximum number of attempts while others write the same title. */
const ATTEMPTS = 5;

/** The settings of {@link createUpdateCatalogue}. */
export interface CatalogueSettings {
  /** The number of days after the event at which an item expires; null to keep titles until they leave. */
  readonly keepDays: number | null;
}

/**
 * Creates the function that adds an event to the catalogue.
 *
 * It writes all rows of the title first and the record last. If it ends in between, the record does not have the event, and
 * a retry writes the same rows again. An event that the record has already needs no write.
 *
 * Rejects with CatalogueUnavailable. The event can be added again.
 *
 * @returns a function that resolves to false if the event changes nothing
 */
export function createUpdateCatalogue(
  table: CatalogueTable,
  { keepDays }: CatalogueSettings,
): (event: StreamEvent) => Promise<boolean> {
  const named = new Set<string>();

  /** Writes the names that this process has not written yet. */
  async function putNames({ data }: TitleEvent | RemovalEvent): Promise<void> {
    const names = namesIn(data).filter(({ pk, id }) => !named.has(`${pk} ${id}`));
    await Promise.all(names.map((name) => table.putName(name)));
    for (const { pk, id } of names) named.add(`${pk} ${id}`);
  }

  return async (event) => {
    // The catalogue has no reference data and no departures yet.
    if (!isOfTitle(event) || event.type === 'tvguide.title.left') return false;
    await putNames(event);
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const found = await table.readRecord(Number(event.subject));
      const record = observe(found, event);
      if (record === found) return false;
      const rows = rowsOf(record).map((row) => withExpiry(row, keepDays));
      await (found === null ? table.putFirstRows(rows) : table.putRows(rows));
      if (await table.putRecord(withExpiry(record, keepDays), found)) return true;
    }
    throw new CatalogueUnavailable(`the title ${event.subject} was changed by others ${ATTEMPTS} times`);
  };
}

function namesIn(data: TitleEvent['data'] | null): CatalogueName[] {
  const sources = data?.sources.map(({ sourceId, name }) => nameItem('source', { id: sourceId, name })) ?? [];
  const genres = data?.genres.map((genre) => nameItem('genre', genre)) ?? [];
  return [...new Map([...sources, ...genres].map((name) => [`${name.pk} ${name.id}`, name])).values()];
}
