import { KinesisUnusable, type OpenStream } from '../../../local/runtime/open-stream.ts';
import { createKinesisClient } from '../../../local/stream/kinesis-client.ts';
import { clockOf } from '../../aws/clock.ts';
import type { Io } from '../../io.ts';
import { readStream } from '../../stream/read-stream.ts';
import { markStream } from '../../stream/stream-mark.ts';
import { type StreamSummary, summariseStream } from '../../stream/summarise-stream.ts';

/** Reads back what is written to a stream from its making on. */
export interface ReadBack {
  /** Counts what was written. The signal ends it at once. */
  summarise(signal: AbortSignal): Promise<StreamSummary>;
  close(): void;
}

/**
 * Makes a {@link ReadBack}. Of a stream that others write to as well, only what comes from now on is counted.
 *
 * @throws KinesisUnusable
 */
export async function prepareReadBack(
  { endpoint, region, credentials, streamName, isShared }: OpenStream,
  io: Pick<Io, 'now' | 'every' | 'interrupted'>,
): Promise<ReadBack> {
  const client = createKinesisClient({ endpoint, region }, credentials);
  const access = { client, streamName, clock: clockOf(io) };
  const mark = isShared
    ? await markStream({ ...access, signal: io.interrupted }).catch((error: unknown) => {
        client.destroy();
        throw new KinesisUnusable(endpoint, error);
      })
    : 'start';
  return {
    // Whoever brings a Kinesis has others read from it, too.
    summarise: (signal) =>
      summariseStream(readStream({ ...access, from: mark, signal, ...(isShared ? {} : { pauseMs: 0 }) })),
    close: () => client.destroy(),
  };
}
