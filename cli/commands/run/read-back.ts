import type { StreamEvent } from '../../../events/types.ts';
import { KinesisUnusable, type OpenStream } from '../../../local/composition/open-stream.ts';
import { createKinesisClient } from '../../../local/stream/kinesis-client.ts';
import { clockOf } from '../../../operate/aws/clock.ts';
import type { Io } from '../../../operate/io.ts';
import { readStream } from '../../../operate/stream/read-stream.ts';
import { markStream } from '../../../operate/stream/stream-mark.ts';
import { type StreamSummary, summariseStream } from '../../../operate/stream/summarise-stream.ts';

/** Reads back the records that were written to a stream since its creation. */
export interface ReadBack {
  /** Counts the records. The signal stops it at once. @param take receives each event */
  summarise(signal: AbortSignal, take?: (event: StreamEvent) => void): Promise<StreamSummary>;
  close(): void;
}

/**
 * Creates a {@link ReadBack}. For a shared stream, only records from now on are counted.
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
    // A shared stream has other readers, so the pause between reads stays.
    summarise: (signal, take) =>
      summariseStream(
        readStream({ ...access, from: mark, signal, ...(isShared ? {} : { pauseMs: 0 }) }),
        take,
      ),
    close: () => client.destroy(),
  };
}
