import { decodeRecord, type RecordContents } from '../../events/decode-record.ts';
import type { StreamRecord } from './stream-record.ts';

/**
 * Unpacks a record and validates its events. Each fault names the record. Never throws.
 * @example const { events, faults } = decodeEvents(record)
 */
export function decodeEvents({ data, shardId, sequenceNumber }: StreamRecord): RecordContents {
  const { events, faults } = decodeRecord(data);
  return { events, faults: faults.map((fault) => `record ${sequenceNumber} of ${shardId}: ${fault}`) };
}
