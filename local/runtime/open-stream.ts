import type { KinesisClient } from '@aws-sdk/client-kinesis';
import type { Clock } from '../interpreter/ports.ts';
import { ensureStream } from '../stream/ensure-stream.ts';
import { createKinesisClient } from '../stream/kinesis-client.ts';
import { startStream, type LocalStreamOptions } from '../stream/kinesis-local.ts';
import { markStream, readStream, type StreamMark } from '../stream/read-stream.ts';
import { summariseStream, type StreamSummary } from '../stream/summarise-stream.ts';
import type { Closers } from './closers.ts';
import type { OwnKinesis } from './options.ts';

/** A stream that can be written to and read back. */
export interface OpenStream {
  readonly streamName: string;
  readonly endpoint: string;
  readonly region: string;
  /** The environment with which the tasks find it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Counts what was written since it was opened. The signal ends it at once. */
  summarise(signal?: AbortSignal): Promise<StreamSummary>;
}

/** Somebody's own Kinesis cannot be reached or refuses. Check its address and the credentials in the environment. */
export class KinesisUnusable extends Error {
  override readonly name = 'KinesisUnusable';

  constructor(
    readonly endpoint: string,
    cause: unknown,
  ) {
    const reason =
      cause instanceof Error ? `${cause.name}: ${cause.message || String(cause)}` : String(cause);
    super(`cannot use the Kinesis at ${endpoint} (${reason}): check --endpoint-kinesis and that it runs`, {
      cause,
    });
  }
}

/** Starts a Kinesis on this machine. */
export async function openLocalStream(
  options: LocalStreamOptions & { readonly clock: Clock; readonly warn: (message: string) => void },
  closers: Closers,
): Promise<OpenStream> {
  const stream = await startStream(options);
  // Nobody could say otherwise why every batch fails from now on.
  void stream.ended.then(() => options.warn('the local Kinesis has ended: stop this and start it again'));
  closers.add(() => stream.close());
  const { streamName, endpoint, region, environment } = stream;
  const client = createKinesisClient(stream);
  closers.add(() => client.destroy());
  return {
    streamName,
    endpoint,
    region,
    environment,
    summarise: (signal) =>
      summarise({ client, streamName, clock: options.clock, from: 'TRIM_HORIZON' }, signal),
  };
}

/** Uses a Kinesis that is there already. The stream is created where it is missing, and never removed. */
export async function openOwnStream(
  { endpoint, region, credentials }: OwnKinesis,
  {
    streamName,
    shards,
    clock,
  }: { readonly streamName: string; readonly shards: number; readonly clock: Clock },
  closers: Closers,
): Promise<OpenStream> {
  const client: KinesisClient = createKinesisClient({ endpoint, region }, credentials);
  closers.add(() => client.destroy());
  const from = await prepare(client, { streamName, shards, clock }).catch((error: unknown) => {
    throw new KinesisUnusable(endpoint, error);
  });
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  return {
    streamName,
    endpoint,
    region,
    environment: {
      AWS_ENDPOINT_URL_KINESIS: endpoint,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      ...(sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: sessionToken }),
      STREAM_NAME: streamName,
    },
    summarise: (signal) => summarise({ client, streamName, clock, from }, signal),
  };
}

/** What is there already is somebody else's: only what comes after the mark is counted. */
async function prepare(
  client: KinesisClient,
  {
    streamName,
    shards,
    clock,
  }: { readonly streamName: string; readonly shards: number; readonly clock: Clock },
): Promise<StreamMark> {
  await ensureStream({ client, streamName, shards, clock });
  return markStream({ client, streamName, clock });
}

function summarise(
  options: Parameters<typeof readStream>[0],
  signal: AbortSignal | undefined,
): Promise<StreamSummary> {
  return summariseStream(readStream({ ...options, ...(signal === undefined ? {} : { signal }) }));
}
