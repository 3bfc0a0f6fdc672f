import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createBeginBatch } from '../../consumer/catalogue/begin-batch.ts';
import { createUpdateCatalogue } from '../../consumer/catalogue/update-catalogue.ts';
import { createConsumer } from '../../consumer/consumer.ts';
import { encodeAggregatedRecord } from '../../events/kpl/encode.ts';
import type { StreamEvent } from '../../events/types.ts';
import { FakeClock, invocation, recordedTelemetry } from '../tasks/support/ports.ts';
import { eventOn } from './catalogue/support/events.ts';
import { memoryCatalogue } from './catalogue/support/memory-catalogue.ts';

const SETTINGS = { keepDays: 30 };

/**
 * The events of six titles in three weeks: services and genres come and go, a title changes from A to B and back to A, one
 * is removed, and one is removed and comes back.
 */
const EVENTS: readonly StreamEvent[] = [
  ...[1, 9, 17].map((day) => eventOn({ titleId: 1, day, services: day === 9 ? [24] : [203] })),
  ...[2, 3, 4, 5].map((day) => eventOn({ titleId: 2, day, services: [203, 24, 372].slice(day - 2) })),
  ...[1, 6, 20].map((day) => eventOn({ titleId: 3, day, services: [372], genres: [4, day] })),
  ...[3, 8].map((day) => eventOn({ titleId: 4, day, services: day === 8 ? null : [203] })),
  ...[3, 8, 9].map((day) => eventOn({ titleId: 5, day, services: day === 8 ? null : [203, 24] })),
  eventOn({ titleId: 6, day: 21, services: [], genres: [] }),
];

/** A record of the stream with the events of its indexes. */
type Grouping = readonly { readonly events: readonly StreamEvent[]; readonly isAggregated: boolean }[];

/** All events twice, in any order, in records of one event or of several, and in invocations of several records. */
const arrivals = fc
  .record({
    order: fc.shuffledSubarray([...EVENTS, ...EVENTS], { minLength: 2 * EVENTS.length }),
    sizes: fc.infiniteStream(fc.integer({ min: 1, max: 8 })),
    batchSizes: fc.infiniteStream(fc.integer({ min: 1, max: 5 })),
    flags: fc.infiniteStream(fc.boolean()),
  })
  .map(({ order, sizes, batchSizes, flags }) => {
    const records: Grouping = groups(order, sizes).map((events) => ({
      events,
      isAggregated: events.length > 1 || next(flags),
    }));
    return groups(records, batchSizes);
  });

const next = <T>(stream: fc.Stream<T>): T => stream.next().value as T;

function groups<T>(items: readonly T[], sizes: fc.Stream<number>): T[][] {
  const made: T[][] = [];
  for (let start = 0; start < items.length;) {
    const size = next(sizes);
    made.push(items.slice(start, start + size));
    start += size;
  }
  return made;
}

function dataOf({ events, isAggregated }: Grouping[number]): Uint8Array {
  const parts = events.map((event) => ({
    partitionKey: event.subject,
    data: Buffer.from(JSON.stringify(event)),
  }));
  return isAggregated ? encodeAggregatedRecord(parts) : parts[0]!.data;
}

/** Lambda's event of records. */
const batchOf = (records: Grouping) => ({
  Records: records.map((record, index) => ({
    eventID: `shardId-000000000000:${index}`,
    eventSource: 'aws:kinesis',
    kinesis: {
      data: Buffer.from(dataOf(record)).toString('base64'),
      partitionKey: 'any',
      sequenceNumber: String(index),
    },
  })),
});

/** Returns the table that invocations of the consumer make, as text. */
async function tableAfter(batches: readonly Grouping[]): Promise<string> {
  const table = memoryCatalogue();
  const { telemetry } = recordedTelemetry(new FakeClock(0));
  const consume = createConsumer({
    begin: createBeginBatch(table, SETTINGS),
    update: createUpdateCatalogue(table, SETTINGS),
    telemetry,
  });
  for (const batch of batches) {
    expect(await consume(batchOf(batch), invocation())).toEqual({ batchItemFailures: [] });
  }
  return JSON.stringify(table.items(), null, 1);
}

describe('the events of a stream, aggregated or not', () => {
  it('make the same table in 100 orders and twice over, byte for byte', async () => {
    const inOrder = await tableAfter(EVENTS.map((event) => [{ events: [event], isAggregated: false }]));
    const kinds = new Set<boolean>();
    await fc.assert(
      fc.asyncProperty(arrivals, async (batches) => {
        for (const { isAggregated } of batches.flat()) kinds.add(isAggregated);
        expect(await tableAfter(batches)).toBe(inOrder);
      }),
      { numRuns: 100 },
    );
    expect(kinds).toEqual(new Set([true, false]));
  });
});
