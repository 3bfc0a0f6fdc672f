import {
  CreateStreamCommand,
  DescribeStreamSummaryCommand,
  ResourceInUseException,
  ResourceNotFoundException,
  type KinesisClient,
} from '@aws-sdk/client-kinesis';
import type { Clock } from '../stepfunctions/index.ts';

/** A stream that does not become usable. */
export class StreamNotActiveError extends Error {
  override readonly name = 'StreamNotActiveError';
  readonly streamName: string;
  /** Its status when the wait ended. */
  readonly status: string;

  constructor(streamName: string, status: string) {
    super(`the stream ${streamName} is ${status} and does not become ACTIVE`);
    this.streamName = streamName;
    this.status = status;
  }
}

/** How long a stream may take to become usable, in milliseconds. AWS says about ten seconds. */
const MAX_WAIT_MS = 120_000;
const FIRST_PAUSE_MS = 20;
const MAX_PAUSE_MS = 1_000;

/**
 * Makes sure that a stream is there and can be used: creates it when it is missing, and waits while it is being
 * created or changed.
 *
 * @param options.shards How many shards it is created with. One that is there keeps its own.
 * @throws StreamNotActiveError when it is being deleted or takes more than two minutes
 */
export async function ensureStream(options: {
  readonly client: KinesisClient;
  readonly streamName: string;
  readonly shards: number;
  readonly clock: Pick<Clock, 'monotonic' | 'sleep'>;
  /** Ends the wait. */
  readonly signal?: AbortSignal;
}): Promise<void> {
  const { client, streamName, shards, clock, signal = new AbortController().signal } = options;
  const deadline = clock.monotonic() + MAX_WAIT_MS;
  let pauseMs = FIRST_PAUSE_MS;
  let created = false;
  for (;;) {
    const status = await statusOf(client, streamName, signal);
    if (status === 'ACTIVE') return;
    if (status === undefined && !created) {
      await create(client, streamName, shards, signal);
      created = true;
      continue;
    }
    if (status === 'DELETING' || clock.monotonic() >= deadline) {
      throw new StreamNotActiveError(streamName, status ?? 'missing');
    }
    await clock.sleep(pauseMs, signal);
    pauseMs = Math.min(pauseMs * 2, MAX_PAUSE_MS);
  }
}

async function statusOf(
  client: KinesisClient,
  streamName: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    const command = new DescribeStreamSummaryCommand({ StreamName: streamName });
    const { StreamDescriptionSummary: summary } = await client.send(command, { abortSignal: signal });
    return summary?.StreamStatus;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

async function create(
  client: KinesisClient,
  streamName: string,
  shards: number,
  signal: AbortSignal,
): Promise<void> {
  try {
    await client.send(new CreateStreamCommand({ StreamName: streamName, ShardCount: shards }), {
      abortSignal: signal,
    });
  } catch (error) {
    // Somebody else was faster: theirs serves.
    if (!(error instanceof ResourceInUseException)) throw error;
  }
}
