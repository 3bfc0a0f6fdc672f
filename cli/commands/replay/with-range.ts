import { formatInstant } from '../../../events/instant.ts';
import { clockOf } from '../../../operate/aws/clock.ts';
import { withKinesis } from '../../../operate/aws/kinesis.ts';
import type { Io } from '../../../operate/io.ts';
import { type OpenRange, openRange } from '../../../operate/replay/read-range.ts';
import type { Printer } from '../../render/printer.ts';
import type { ReplayOptions } from './replay-options.ts';
import type { KinesisClient } from '@aws-sdk/client-kinesis';

/** Connects to the stream, opens the range that the options select, and warns of what has expired of it. */
export function withRange<T>(
  options: ReplayOptions,
  { streamName, io, printer }: { readonly streamName: string; readonly io: Io; readonly printer: Printer },
  work: (range: OpenRange, client: KinesisClient) => Promise<T>,
): Promise<T> {
  const { from = 'start', sequence, to = Infinity, local = false } = options;
  return withKinesis(options, io, async (client) => {
    const access = { client, streamName, clock: clockOf(io), signal: io.interrupted };
    const range = await openRange(
      { ...access, ...(local ? { pauseMs: 0 } : {}) },
      { from: sequence === undefined ? from : { sequenceNumber: sequence }, until: to },
    );
    if (range.expiredBefore !== null) {
      printer.warn(
        `what arrived before ${formatInstant(range.expiredBefore)} has expired: a title without a later event is not replayed`,
      );
    }
    return work(range, client);
  });
}
