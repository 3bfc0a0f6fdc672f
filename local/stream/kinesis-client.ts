import { KinesisClient } from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';

/** Where a Kinesis API is, and which of its regions is meant. */
export interface KinesisEndpoint {
  /** Base address, for example `http://127.0.0.1:4568`. */
  readonly endpoint: string;
  readonly region: string;
}

/** What a local Kinesis takes for credentials: it checks none, but the SDK must sign with something. */
export const LOCAL_CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' } as const;

/**
 * A client for a local Kinesis. It speaks HTTP/1.1, unlike the SDK's own choice for Kinesis, since local servers
 * speak nothing else.
 *
 * @param credentials Other ones than {@link LOCAL_CREDENTIALS}, for somebody's own endpoint.
 */
export function createKinesisClient(
  { endpoint, region }: KinesisEndpoint,
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string } = LOCAL_CREDENTIALS,
): KinesisClient {
  return new KinesisClient({ endpoint, region, credentials, requestHandler: new NodeHttpHandler() });
}
