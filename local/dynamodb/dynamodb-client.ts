import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { NodeHttpHandler } from '@smithy/node-http-handler';

/** The address and the Region of a DynamoDB API. */
export interface DynamodbEndpoint {
  /** Base address, for example `http://127.0.0.1:8000`. */
  readonly endpoint: string;
  readonly region: string;
}

/** The credentials for the local DynamoDB. It does not check them, but the SDK needs some to sign with. */
export const LOCAL_CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' } as const;

/**
 * Creates a client for a local DynamoDB. Uses HTTP/1.1, the only version that local servers support.
 *
 * @param credentials For the user's own endpoint.
 */
export function createDynamodbClient(
  { endpoint, region }: DynamodbEndpoint,
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string } = LOCAL_CREDENTIALS,
): DynamoDBClient {
  return new DynamoDBClient({ endpoint, region, credentials, requestHandler: new NodeHttpHandler() });
}
