import { hasRecord } from '../../events/event-kind.ts';
import type { StreamEvent } from '../../events/types.ts';
import { decodeEvents } from './decode-events.ts';
import { SourceNames } from './source-names.ts';
import type { StreamRecord } from './stream-record.ts';

/** A summary of the records that were read from a stream. */
export interface StreamSummary {
  /** The number of Kinesis records. */
  readonly records: number;
  /** The number of events in them. */
  readonly events: number;
  /** The number of distinct event ids. */
  readonly distinctIds: number;
  /** The number of distinct ids of the events that have the record of a title. */
  readonly titles: number;
  /** The first events. */
  readonly samples: readonly StreamEvent[];
  /** The names of the sources in all events. */
  readonly names: SourceNames;
  /** The number of parts of records that are not valid events. */
  readonly faults: number;
  /** The reasons for the first of them. */
  readonly faultSamples: readonly string[];
}

/** The maximum number of samples. */
const SAMPLES = 3;

/**
 * Counts the records and events of all pages and keeps the first events.
 *
 * @param take receives each event. Default: nothing does
 * @example const { events, distinctIds } = await summariseStream(readStream({ ...access, from: 'start' }))
 */
export async function summariseStream(
  pages: AsyncIterable<readonly StreamRecord[]>,
  take: (event: StreamEvent) => void = () => undefined,
): Promise<StreamSummary> {
  const ids = new Set<string>();
  const ofTitles = new Set<string>();
  const names = new SourceNames();
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
      for (const event of events) {
        ids.add(event.id);
        if (hasRecord(event)) ofTitles.add(event.id);
        names.learn(event);
        take(event);
      }
      samples.push(...events.slice(0, SAMPLES - samples.length));
      faultSamples.push(...faults.slice(0, SAMPLES - faultSamples.length));
    }
  }
  return {
    records: recordCount,
    events: eventCount,
    distinctIds: ids.size,
    titles: ofTitles.size,
    samples,
    names,
    faults: faultCount,
    faultSamples,
  };
}
