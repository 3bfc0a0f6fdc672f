import type { PutRecordsCommandInput, PutRecordsCommandOutput } from '@aws-sdk/client-kinesis';
import { decodeRecord } from '../../../events/decode-record.ts';
import type { StreamEvent } from '../../../events/types.ts';
import type { PublisherPorts } from '../../../tasks/shared/stream/publisher.ts';
import type { Clock } from '../../../tasks/shared/ports.ts';
import type { StreamFault } from './scenario.ts';

/** An event on the stream. */
export interface WrittenEvent {
  /** Time of the write by a monotonic clock. */
  readonly at: number;
  readonly event: StreamEvent;
}

/** A stream for the publisher. It writes every second entry of a rejected call. */
export class UnluckyStream {
  /** In the order in which they were written. */
  readonly written: WrittenEvent[] = [];
  /** The records with them, as Kinesis has them. */
  readonly records: { readonly partitionKey: string; readonly data: Uint8Array }[] = [];
  readonly client: PublisherPorts['client'];
  #calls = 0;

  constructor(faults: readonly StreamFault[], clock: Pick<Clock, 'monotonic'>) {
    const send = async (command: unknown): Promise<PutRecordsCommandOutput> => {
      const { Records = [] } = (command as { readonly input: PutRecordsCommandInput }).input;
      const fault = faults[this.#calls] ?? 'none';
      this.#calls += 1;
      await Promise.resolve();
      if (fault === 'fails') throw new Error('socket hang up');
      const results = Records.map((record, index) => {
        if (fault === 'rejects' && index % 2 === 0) {
          return { ErrorCode: 'ProvisionedThroughputExceededException', ErrorMessage: 'Rate exceeded' };
        }
        const { Data: data = new Uint8Array(), PartitionKey: partitionKey = '' } = record;
        const { events, faults: invalid } = decodeRecord(data);
        if (invalid.length > 0) throw new Error(invalid.join('; '));
        this.records.push({ partitionKey, data });
        const at = clock.monotonic();
        this.written.push(...events.map((event) => ({ at, event })));
        return { ShardId: 'shardId-000000000000', SequenceNumber: String(this.written.length) };
      });
      if (fault === 'lost') throw new Error('socket hang up');
      return { Records: results, $metadata: {} };
    };
    this.client = { send };
  }
}
