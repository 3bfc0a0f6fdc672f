import { DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import { isObject } from '../../interpreter/json.ts';
import type { TaskOutcome } from '../../interpreter/ports.ts';
import { messageOf } from '../error-facts.ts';
import type { Integration } from './actions.ts';

/** The prefix of error names. */
const PREFIX: Readonly<Record<Integration, string>> = {
  dynamodb: 'DynamoDB',
  'aws-sdk:dynamodb': 'DynamoDb',
};

/** The name for errors without a class in the SDK, for example `ValidationException`. */
const BASE_CLASS: Readonly<Record<Integration, string>> = {
  dynamodb: 'AmazonDynamoDBException',
  'aws-sdk:dynamodb': 'DynamoDbException',
};

/** The errors of these actions that have a class in the SDKs for Java. */
const MODELLED = new Set([
  'ConditionalCheckFailedException',
  'InternalServerError',
  'ItemCollectionSizeLimitExceededException',
  'ProvisionedThroughputExceededException',
  'ReplicatedWriteConflictException',
  'RequestLimitExceeded',
  'ResourceNotFoundException',
  'TransactionConflictException',
]);

/**
 * Converts an error of the SDK to a failure, as Step Functions records it. The optimised integration has the names and
 * texts of the AWS SDK for Java 1, the SDK integration those of version 2.
 *
 * @throws `error` itself, unless it is an error of a request
 */
export function failureOf(integration: Integration, error: unknown): TaskOutcome {
  const prefix = PREFIX[integration];
  if (error instanceof DynamoDBServiceException) {
    // Step Functions validates the form of a request itself, before it sends the request.
    if (error.name === 'SerializationException') {
      return failed('States.Runtime', `The arguments could not be used to start the task: ${error.message}`);
    }
    const name = MODELLED.has(error.name)
      ? error.name.replace(/(?:Exception)?$/, 'Exception')
      : BASE_CLASS[integration];
    return failed(`${prefix}.${name}`, `${error.message} (${factsOf(integration, error)})`);
  }
  // The client could not send the request.
  if (isObject(error) && isObject(error['$metadata'])) {
    return failed(`${prefix}.SdkClientException`, `Unable to execute HTTP request: ${messageOf(error)}`);
  }
  throw error;
}

/** Returns the text in parentheses after the message. */
function factsOf(
  integration: Integration,
  { name, $metadata: { httpStatusCode = 400, requestId = '' } }: DynamoDBServiceException,
): string {
  if (integration === 'aws-sdk:dynamodb') {
    return `Service: DynamoDb, Status Code: ${httpStatusCode}, Request ID: ${requestId}`;
  }
  const facts = `Service: AmazonDynamoDBv2; Status Code: ${httpStatusCode}; Error Code: ${name}`;
  return `${facts}; Request ID: ${requestId}; Proxy: null`;
}

function failed(error: string, cause: string): TaskOutcome {
  return { status: 'FAILED', error, cause };
}
