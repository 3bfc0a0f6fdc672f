import type { StreamEvent } from '../../events/types.ts';
import { decodeEvents } from './decode-events.ts';
import type { StreamRecord } from './stream-record.ts';

/** What was read from a stream. */
export interface StreamSummary {
  /** Kinesis records. */
  readonly records: number;
  /** Events in them. */
  readonly events: number;
  /** Different ids among the events. */
  readonly distinctIds: number;
  /** The first events that were read. */
  readonly samples: readonly StreamEvent[];
  /** Parts of records that are no events of ours. */
  readonly faults: number;
  /** What is wrong with the first of them. */
  readonly faultSamples: readonly string[];
}

/** How many examples a summary gives. */
const SAMPLES = 3;

/** Counts what the records of all pages hold and keeps the first events. */
export async function summariseStream(pages: AsyncIterable<readonly StreamRecord[]>): Promise<StreamSummary> {
  const ids = new Set<string>();
  const samples: StreamEvent[] = [];
  const faultSamples: string[] = [];
  let recordCount = 0;
  let eventCount = 0;
  let faultCount = 0;
  for await (const records of pages) {
    recordCount += records.length;
    for (const { events, faults } of records.map(decodeEvents)) {
      eventCount += events.length;
      faultCount += faults.length;
      for (const { id } of events) ids.add(id);
      samples.push(...events.slice(0, SAMPLES - samples.length));
      faultSamples.push(...faults.slice(0, SAMPLES - faultSamples.length));
    }
  }
  return {
    records: recordCount,
    events: eventCount,
    distinctIds: ids.size,
    samples,
    faults: faultCount,
    faultSamples,
  };
}
