import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { NodeHttpHandler } from '@smithy/node-http-handler';

/** The address of a DynamoDB API, and the region of it that is meant. */
export interface DynamodbEndpoint {
  /** Base address, for example `http://127.0.0.1:8000`. */
  readonly endpoint: string;
  readonly region: string;
}

/** The credentials for the local DynamoDB. It checks none, but the SDK must sign with something. */
export const LOCAL_CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' } as const;

/**
 * A client for a local DynamoDB. It speaks HTTP/1.1, since local servers speak nothing else.
 *
 * @param credentials Other ones than {@link LOCAL_CREDENTIALS}, for somebody's own endpoint.
 */
export function createDynamodbClient(
  { endpoint, region }: DynamodbEndpoint,
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string } = LOCAL_CREDENTIALS,
): DynamoDBClient {
  return new DynamoDBClient({ endpoint, region, credentials, requestHandler: new NodeHttpHandler() });
}
