import { KinesisClient } from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';

/** The address and the Region of a Kinesis API. */
export interface KinesisEndpoint {
  /** Base address, for example `http://127.0.0.1:4568`. */
  readonly endpoint: string;
  readonly region: string;
}

/** The credentials for a local Kinesis. It does not check them, but the SDK needs some to sign with. */
export const LOCAL_CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' } as const;

/**
 * Creates a client for a local Kinesis. Uses HTTP/1.1, the only version that local servers support; the SDK's default
 * for Kinesis is HTTP/2.
 *
 * @param credentials For the user's own endpoint.
 */
export function createKinesisClient(
  { endpoint, region }: KinesisEndpoint,
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string } = LOCAL_CREDENTIALS,
): KinesisClient {
  return new KinesisClient({ endpoint, region, credentials, requestHandler: new NodeHttpHandler() });
}
