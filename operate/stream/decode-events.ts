import { decodeAggregatedRecord } from '../../events/kpl/decode.ts';
import type { StreamEvent } from '../../events/types.ts';
import { violationsOfEvent } from '../../events/stream-event.ts';
import { formatViolations } from '../../events/validate.ts';
import type { StreamRecord } from './stream-record.ts';

/** The contents of a record. */
export interface DecodedRecord {
  readonly events: readonly StreamEvent[];
  /** The reason for each part of the record that is not a valid event, one line each. */
  readonly faults: readonly string[];
}

/**
 * Unpacks a record, aggregated in the KPL format or not, and validates its events. Never throws.
 * @example const { events, faults } = decodeEvents(record)
 */
export function decodeEvents({ data, shardId, sequenceNumber }: StreamRecord): DecodedRecord {
  const events: StreamEvent[] = [];
  const faults: string[] = [];
  const source = `record ${sequenceNumber} of ${shardId}`;
  let parts: readonly Uint8Array[] = [];
  try {
    parts = decodeAggregatedRecord(data)?.map((record) => record.data) ?? [data];
  } catch (error) {
    faults.push(`${source}: ${reasonOf(error)}`);
  }
  for (const part of parts) {
    try {
      events.push(parseEvent(part));
    } catch (error) {
      faults.push(`${source}: ${reasonOf(error)}`);
    }
  }
  return { events, faults };
}

const UTF_8 = new TextDecoder('utf-8', { fatal: true });

function parseEvent(bytes: Uint8Array): StreamEvent {
  const value: unknown = JSON.parse(UTF_8.decode(bytes));
  const violations = violationsOfEvent(value);
  if (violations.length > 0) throw new TypeError(formatViolations(violations));
  return value as StreamEvent;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
