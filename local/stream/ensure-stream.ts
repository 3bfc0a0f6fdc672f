import {
  CreateStreamCommand,
  DescribeStreamSummaryCommand,
  ResourceInUseException,
  ResourceNotFoundException,
  type KinesisClient,
} from '@aws-sdk/client-kinesis';
import type { Clock } from '../stepfunctions/index.ts';

/** A stream did not become ACTIVE in time, or is being deleted. */
export class StreamNotActiveError extends Error {
  override readonly name = 'StreamNotActiveError';
  readonly streamName: string;
  /** The status at the end of the wait. */
  readonly status: string;

  constructor(streamName: string, status: string) {
    super(`the stream ${streamName} is ${status} and does not become ACTIVE`);
    this.streamName = streamName;
    this.status = status;
  }
}

/** The maximum time for a stream to become active, in milliseconds. AWS takes about ten seconds. */
const MAX_WAIT_MS = 120_000;
const FIRST_PAUSE_MS = 20;
const MAX_PAUSE_MS = 1_000;

/**
 * Creates a stream if it is missing, and waits until it is active.
 *
 * @param options.shards The number of shards of a new stream. An existing stream keeps its shards.
 * @throws StreamNotActiveError if the stream is being deleted, or after two minutes
 */
export async function ensureStream(options: {
  readonly client: KinesisClient;
  readonly streamName: string;
  readonly shards: number;
  readonly clock: Pick<Clock, 'monotonic' | 'sleep'>;
  /** Cancels the wait. */
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
    // Another caller has created it.
    if (!(error instanceof ResourceInUseException)) throw error;
  }
}
