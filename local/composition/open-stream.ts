import { omitUndefined } from '../../events/omit-undefined.ts';
import type { Clock } from '../stepfunctions/index.ts';
import { ensureStream } from '../stream/ensure-stream.ts';
import { createKinesisClient, LOCAL_CREDENTIALS } from '../stream/kinesis-client.ts';
import { startStream, type LocalStreamOptions } from '../stream/kinesis-local.ts';
import type { Credentials, UserKinesis } from './options.ts';

/** An active stream. */
export interface OpenStream {
  readonly streamName: string;
  readonly endpoint: string;
  readonly region: string;
  /** The environment variables that point the tasks to it. */
  readonly environment: Readonly<Record<string, string>>;
  readonly credentials: Credentials;
  /** True if the user provides the Kinesis. The stream may hold records of other writers. */
  readonly isShared: boolean;
  /** Ends a local Kinesis. */
  close(): Promise<void>;
}

/** The user's Kinesis is unreachable or refuses requests. Check its address and the credentials in the environment. */
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
): Promise<OpenStream> {
  const stream = await startStream(options);
  // Explains why every batch fails from now on.
  void stream.ended.then(() =>
    options.warn('the local Kinesis has exited: stop the runtime and start it again'),
  );
  return { ...stream, credentials: LOCAL_CREDENTIALS, isShared: false };
}

/** Connects to the user's Kinesis. Creates the stream if it is missing, and never deletes it. */
export async function openUserStream(
  { endpoint, region, credentials }: UserKinesis,
  settings: { readonly streamName: string; readonly shards: number; readonly clock: Clock },
): Promise<OpenStream> {
  const client = createKinesisClient({ endpoint, region }, credentials);
  try {
    await ensureStream({ client, ...settings });
  } catch (error) {
    throw new KinesisUnusable(endpoint, error);
  } finally {
    client.destroy();
  }
  const { streamName } = settings;
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  return {
    streamName,
    endpoint,
    region,
    credentials,
    isShared: true,
    close: () => Promise.resolve(),
    environment: {
      AWS_ENDPOINT_URL_KINESIS: endpoint,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      ...omitUndefined({ AWS_SESSION_TOKEN: sessionToken }),
      STREAM_NAME: streamName,
    },
  };
}
