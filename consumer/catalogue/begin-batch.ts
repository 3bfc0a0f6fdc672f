import { isOfTitle, type EventOfTitle } from '../../events/event-kind.ts';
import type { StreamEvent } from '../../events/types.ts';
import type { CatalogueTable } from './catalogue-table.ts';
import { observe } from './observe.ts';
import { keptRowsOf } from './retention.ts';
import type { Begun, CatalogueSettings } from './update-catalogue.ts';

/**
 * Creates the function that begins a batch of events: it reads the records of all titles, and writes the rows of those that
 * have none. For 100 new titles of 6 rows, this takes 25 requests instead of 200.
 *
 * Each record is written later, in the turn of its event, and only over the one that was read here. Of the events of one
 * title, only the first is begun.
 *
 * Rejects with CatalogueUnavailable. The events can then be added without it.
 */
export function createBeginBatch(
  table: CatalogueTable,
  { keepDays }: CatalogueSettings,
): (events: readonly StreamEvent[]) => Promise<ReadonlyMap<StreamEvent, Begun>> {
  return async (events) => {
    const firsts = new Map<number, EventOfTitle>();
    for (const event of events.filter(isOfTitle)) {
      const titleId = Number(event.subject);
      if (!firsts.has(titleId)) firsts.set(titleId, event);
    }
    const stored = await table.readRecords([...firsts.keys()]);
    const begun = new Map<EventOfTitle, Begun>();
    for (const [titleId, event] of firsts) {
      const found = stored.get(titleId);
      if (found !== undefined) begun.set(event, { found });
    }
    const unseen = [...begun].filter(([, { found }]) => found === null);
    await table.putFirstRows(unseen.flatMap(([event]) => keptRowsOf(observe(null, event), keepDays)));
    return begun;
  };
}
