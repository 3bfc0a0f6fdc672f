import { decodeAggregatedRecord } from './kpl/decode.ts';
import { violationsOfEvent } from './stream-event.ts';
import type { StreamEvent } from './types.ts';
import { formatViolations } from './validate.ts';

/** The contents of a record of the stream. */
export interface RecordContents {
  readonly events: readonly StreamEvent[];
  /** The reason for each part of the record that is not a valid event. */
  readonly faults: readonly string[];
}

const UTF_8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Unpacks the data of a record, aggregated in the KPL format or not, and validates its events. Never throws.
 * @example const { events, faults } = decodeRecord(Buffer.from(record.kinesis.data, 'base64'));
 */
export function decodeRecord(data: Uint8Array): RecordContents {
  const events: StreamEvent[] = [];
  const faults: string[] = [];
  const attempt = (work: () => void) => {
    try {
      work();
    } catch (error) {
      faults.push(error instanceof Error ? error.message : String(error));
    }
  };
  let parts: readonly Uint8Array[] = [];
  attempt(() => {
    parts = decodeAggregatedRecord(data)?.map((record) => record.data) ?? [data];
  });
  for (const part of parts) attempt(() => events.push(parseEvent(part)));
  return { events, faults };
}

function parseEvent(bytes: Uint8Array): StreamEvent {
  const value: unknown = JSON.parse(UTF_8.decode(bytes));
  const violations = violationsOfEvent(value);
  if (violations.length > 0) throw new TypeError(formatViolations(violations));
  return value as StreamEvent;
}
