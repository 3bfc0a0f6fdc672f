import { PutRecordsCommand, type KinesisClient, type PutRecordsResultEntry } from '@aws-sdk/client-kinesis';
import { problemOf } from '../errors/problem-of.ts';
import { StreamThrottled, StreamUnavailable } from '../errors/stream-errors.ts';
import type { Clock, InvocationContext, Random } from '../ports.ts';
import { splitIntoCalls } from './batches.ts';
import type { Entry } from './entry.ts';

/** The retry policy for rejected entries. Times are in milliseconds. */
export const RETRY_POLICY = {
  /** Calls for the same entries, including the first. */
  attempts: 8,
  firstDelayMs: 100,
  maxDelayMs: 2_000,
  /** The time reserved for the answer of the invocation after the last attempt. */
  reserveMs: 2_000,
} as const;

/** The ports of {@link createPublisher}. */
export interface PublisherPorts {
  readonly client: Pick<KinesisClient, 'send'>;
  readonly streamName: string;
  readonly clock: Clock;
  readonly random: Random;
}

/** The work of publishing entries. */
export interface PublishReport {
  /** Entries sent again after a rejection, counted each time. */
  readonly retried: number;
}

/**
 * Writes entries to the stream.
 *
 * After a partial failure, only the rejected entries are sent again, in order, until there are no attempts or no time
 * left. The pause before each attempt is random, with a maximum that doubles.
 *
 * Rejects with StreamThrottled or StreamUnavailable.
 */
export type Publish = (entries: readonly Entry[], context: InvocationContext) => Promise<PublishReport>;

/** Creates a publisher for a stream. */
export function createPublisher(ports: PublisherPorts): Publish {
  return async (entries, context) => {
    let retried = 0;
    for (const call of splitIntoCalls(entries)) retried += await putAll(call, context, ports);
    return { retried };
  };
}

async function putAll(
  call: readonly Entry[],
  context: InvocationContext,
  ports: PublisherPorts,
): Promise<number> {
  let retried = 0;
  let rejections = await put(call, ports);
  for (let attempts = 1; rejections.length > 0; attempts += 1) {
    const delay = backoffMs(attempts, ports.random);
    const hasTime = context.getRemainingTimeInMillis() - delay > RETRY_POLICY.reserveMs;
    if (attempts >= RETRY_POLICY.attempts || !hasTime) {
      const errorCodes = [...new Set(rejections.map(({ errorCode }) => errorCode))];
      throw new StreamThrottled(ports.streamName, rejections.length, attempts, errorCodes);
    }
    await ports.clock.sleep(delay);
    retried += rejections.length;
    rejections = await put(
      rejections.map(({ entry }) => entry),
      ports,
    );
  }
  return retried;
}

interface Rejection {
  readonly entry: Entry;
  readonly errorCode: string;
}

/** Makes one call. Kinesis returns one result per entry, in order. */
async function put(entries: readonly Entry[], ports: PublisherPorts): Promise<Rejection[]> {
  const results = await send(entries, ports);
  if (results.length !== entries.length) {
    const problem = `it answered ${results.length} results for ${entries.length} entries`;
    throw new StreamUnavailable(ports.streamName, problem);
  }
  return entries.flatMap((entry, index) => {
    const errorCode = results[index]?.ErrorCode;
    return errorCode === undefined ? [] : [{ entry, errorCode }];
  });
}

async function send(
  entries: readonly Entry[],
  { client, streamName }: PublisherPorts,
): Promise<readonly PutRecordsResultEntry[]> {
  const command = new PutRecordsCommand({
    StreamName: streamName,
    Records: entries.map(({ partitionKey, data }) => ({ PartitionKey: partitionKey, Data: data })),
  });
  try {
    const { Records = [] } = await client.send(command);
    return Records;
  } catch (cause) {
    throw new StreamUnavailable(streamName, problemOf(cause), { cause });
  }
}

function backoffMs(attempts: number, random: Random): number {
  const ceiling = Math.min(RETRY_POLICY.firstDelayMs * 2 ** (attempts - 1), RETRY_POLICY.maxDelayMs);
  return Math.round(random() * ceiling);
}
