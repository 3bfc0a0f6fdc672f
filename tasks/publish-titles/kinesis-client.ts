import { KinesisClient } from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { omitUndefined } from '../../events/omit-undefined.ts';

/** The part of the configuration that is about the connection to Kinesis. */
export interface KinesisConfig {
  readonly region: string;
  readonly endpoint: string | undefined;
  readonly accessKeyId: string | undefined;
  readonly secretAccessKey: string | undefined;
  readonly sessionToken: string | undefined;
}

/** How long a call may take, in milliseconds. */
const KINESIS_TIMEOUTS = { connectionTimeout: 3_000, requestTimeout: 10_000 } as const;

/**
 * A client for PutRecords. It makes one attempt, since the publisher and the state machine have attempts of their
 * own, and speaks HTTP/1.1 over connections that it keeps: local servers speak nothing else, and only
 * SubscribeToShard needs HTTP/2.
 */
export function createKinesisClient(
  config: KinesisConfig,
  timeouts: { readonly connectionTimeout: number; readonly requestTimeout: number } = KINESIS_TIMEOUTS,
): KinesisClient {
  const { region, endpoint, accessKeyId, secretAccessKey, sessionToken } = config;
  return new KinesisClient({
    region,
    maxAttempts: 1,
    // Otherwise the SDK only warns, on standard output, and waits on.
    requestHandler: new NodeHttpHandler({ ...timeouts, throwOnRequestTimeout: true }),
    ...omitUndefined({ endpoint }),
    // Elsewhere the SDK's own chain finds them; a host that makes up an environment has them there alone.
    ...(endpoint === undefined || accessKeyId === undefined || secretAccessKey === undefined
      ? {}
      : {
          credentials: {
            accessKeyId,
            secretAccessKey,
            ...omitUndefined({ sessionToken }),
          },
        }),
  });
}
