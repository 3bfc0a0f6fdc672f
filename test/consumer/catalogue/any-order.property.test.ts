import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createBeginBatch } from '../../../consumer/catalogue/begin-batch.ts';
import { CatalogueUnavailable } from '../../../consumer/catalogue/catalogue-errors.ts';
import type { CatalogueTable } from '../../../consumer/catalogue/catalogue-table.ts';
import { createUpdateCatalogue } from '../../../consumer/catalogue/update-catalogue.ts';
import type { CatalogueRow, StreamEvent } from '../../../events/types.ts';
import { someEvents } from './support/events.ts';
import { catalogueOf, memoryCatalogue } from './support/memory-catalogue.ts';

const SETTINGS = { keepDays: null };

/** Events that arrive in batches and in any order, so many times over. */
const someArrivals = (times: number) =>
  someEvents.chain((events) =>
    fc.record({
      events: fc.constant(events),
      batches: fc
        .tuple(
          fc.shuffledSubarray(repeated(events, times), { minLength: times * events.length }),
          fc.array(fc.integer({ min: 1, max: 6 }), { minLength: times * events.length }),
        )
        .map(([shuffled, sizes]) => batchesOf(shuffled, sizes)),
    }),
  );

const repeated = (events: readonly StreamEvent[], times: number) =>
  Array.from({ length: times }, () => structuredClone(events)).flat();

function batchesOf(events: readonly StreamEvent[], sizes: readonly number[]): StreamEvent[][] {
  const [size = 1, ...others] = sizes;
  return events.length === 0 ? [] : [events.slice(0, size), ...batchesOf(events.slice(size), others)];
}

/** Adds a batch as the consumer does. */
async function add(events: readonly StreamEvent[], table: CatalogueTable): Promise<void> {
  const update = createUpdateCatalogue(table, SETTINGS);
  const begun = await createBeginBatch(table, SETTINGS)(events);
  for (const event of events) await update(event, begun.get(event));
}

/** Adds a batch, and again as long as it fails with an expected error. */
async function addInTheEnd(
  events: readonly StreamEvent[],
  table: CatalogueTable,
  isExpected: (error: unknown) => boolean,
): Promise<void> {
  for (let isDone = false; !isDone;) {
    isDone = await add(events, table).then(
      () => true,
      (error: unknown) => {
        if (isExpected(error)) return false;
        throw error;
      },
    );
  }
}

class Killed extends Error {}

describe('any events of a month', () => {
  it('make the same catalogue in every order and in any batches, twice over', async () => {
    await fc.assert(
      fc.asyncProperty(someArrivals(2), async ({ events, batches }) => {
        const table = memoryCatalogue();
        for (const batch of batches) await add(batch, table);
        expect(table.items()).toEqual(await catalogueOf(events));
      }),
      { numRuns: 200 },
    );
  });

  it('are repaired by a retry after a kill between any two writes', async () => {
    await fc.assert(
      fc.asyncProperty(
        someArrivals(2),
        fc.array(fc.nat({ max: 30 }), { maxLength: 6 }),
        async (arrivals, pauses) => {
          const table = memoryCatalogue();
          const kills = [...pauses];
          let left = kills.shift() ?? Infinity;
          table.beforeCall = () => {
            if (left-- > 0) return;
            left = kills.shift() ?? Infinity;
            throw new Killed();
          };
          for (const batch of arrivals.batches) {
            await addInTheEnd(batch, table, (error) => error instanceof Killed);
          }
          table.beforeCall = () => undefined;
          expect(table.items()).toEqual(await catalogueOf(arrivals.events));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('make the same catalogue if several consumers write at once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), someArrivals(1), async (scheduler, { events, batches }) => {
        const table = memoryCatalogue();
        const inTurns = writingInTurns(table, scheduler);
        const isUnavailable = (error: unknown) => error instanceof CatalogueUnavailable;
        await scheduler.waitFor(
          Promise.all(batches.map((batch) => addInTheEnd(batch, inTurns, isUnavailable))),
        );
        expect(table.items()).toEqual(await catalogueOf(events));
      }),
      { numRuns: 200 },
    );
  });
});

/** Returns a table that makes every read and write of one item in an order that a scheduler chooses. */
function writingInTurns(table: CatalogueTable, scheduler: fc.Scheduler): CatalogueTable {
  const turn = <T>(work: () => Promise<T>) => scheduler.schedule(Promise.resolve()).then(work);
  const each = async (rows: readonly CatalogueRow[], write: (row: CatalogueRow) => Promise<void>) => {
    for (const row of rows) await turn(() => write(row));
  };
  return {
    readRecord: (titleId) => turn(() => table.readRecord(titleId)),
    readRecords: (titleIds) => turn(() => table.readRecords(titleIds)),
    putRecord: (record, found) => turn(() => table.putRecord(record, found)),
    putRows: (rows) => each(rows, (row) => table.putRows([row])),
    putFirstRows: (rows) => each(rows, (row) => table.putFirstRows([row])),
    putName: (name) => turn(() => table.putName(name)),
  };
}
