import type { RecordContents } from '../events/decode-record.ts';
import type { StreamEvent } from '../events/types.ts';
import type { Telemetry } from '../tasks/shared/telemetry/telemetry.ts';

/** Parts of a record are not valid events. Its other events are in the catalogue. */
export class InvalidRecord extends Error {
  override readonly name = 'InvalidRecord';

  constructor(
    readonly sequenceNumber: string,
    /** The reason for each part. */
    readonly faults: readonly string[],
  ) {
    super(`record ${sequenceNumber}: ${faults.join('; ')}`);
  }
}

/** The ports of {@link consumeRecord}. */
export interface RecordPorts {
  /** Adds an event to the catalogue. */
  readonly update: (event: StreamEvent) => Promise<unknown>;
  readonly telemetry: Telemetry;
}

/**
 * Adds the events of one record of the stream, one or many.
 *
 * It adds the valid events one after the other, so that those of a title stay in order, and rejects afterwards with
 * InvalidRecord if there are parts that are not valid. Lambda then retries the whole record, which changes nothing more,
 * and sends it to the destination of failures.
 *
 * Rejects with CatalogueUnavailable at the first event that the table does not take.
 */
export async function consumeRecord(
  sequenceNumber: string,
  { events, faults }: RecordContents,
  { update, telemetry }: RecordPorts,
): Promise<void> {
  for (const event of events) await update(event);
  telemetry.measure({ EventsConsumed: events.length, EventsRefused: faults.length });
  if (faults.length === 0) return;
  telemetry.log('error', 'refused a part of a record', { sequenceNumber, because: faults });
  throw new InvalidRecord(sequenceNumber, faults);
}
