import type { KinesisClient } from '@aws-sdk/client-kinesis';
import type { StreamEvent } from '../../events/types.ts';
import { eventEntry } from '../../tasks/shared/stream/entry.ts';
import { createPublisher } from '../../tasks/shared/stream/publisher.ts';
import { clockOf } from '../aws/clock.ts';
import type { Io } from '../io.ts';
import { isError } from '../native-error.ts';
import { decodeEvents } from '../stream/decode-events.ts';
import type { StreamRecord } from '../stream/stream-record.ts';

/** The stream to publish to. */
export interface RepublishOptions {
  readonly client: KinesisClient;
  readonly streamName: string;
  readonly io: Pick<Io, 'every' | 'interrupted' | 'monotonic' | 'now'>;
}

/**
 * Publishes events of a stream again, unchanged, each once and in order.
 *
 * The pages may come from the stream that is published to. The ids tell what is left to publish, so that the reading ends
 * before what it has published itself.
 *
 * @param ids - the ids of the events to publish
 * @returns the number of published events
 * @example await republish(readStream({ ...access, from: 'start' }), ids, { client, streamName, io })
 */
export async function republish(
  pages: AsyncIterable<readonly StreamRecord[]>,
  ids: ReadonlySet<string>,
  { client, streamName, io }: RepublishOptions,
): Promise<number> {
  const clock = clockOf(io);
  const publish = createPublisher({
    ...{ client, streamName },
    clock: {
      now: clock.now,
      monotonic: () => io.monotonic(),
      sleep: (milliseconds) => clock.sleep(milliseconds, io.interrupted),
    },
    // The longest pauses: one process publishes, and nobody waits for it.
    random: () => 1,
  });
  const left = new Set(ids);
  for await (const records of pages) {
    const events = records
      .flatMap((record) => decodeEvents(record).events)
      .filter(({ id }) => left.delete(id));
    await publishAll(publish, events);
    if (left.size === 0) break;
  }
  return ids.size - left.size;
}

async function publishAll(
  publish: ReturnType<typeof createPublisher>,
  events: readonly StreamEvent[],
): Promise<void> {
  try {
    await publish(events.map(eventEntry), {
      awsRequestId: 'republish',
      getRemainingTimeInMillis: () => Infinity,
    });
  } catch (error) {
    // The SDK's own error is explained better.
    throw isError(error) && isError(error.cause) ? error.cause : error;
  }
}
