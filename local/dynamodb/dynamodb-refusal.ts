/** The body of an error response. The message has either name, as on AWS. */
export interface RefusalBody {
  /** For example `com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException`. */
  readonly __type: string;
  readonly message?: string;
  readonly Message?: string;
}

/** A request that DynamoDB refuses. */
export class DynamodbRefusal extends Error {
  override readonly name = 'DynamodbRefusal';
  readonly statusCode: number;
  readonly body: RefusalBody;

  constructor(statusCode: number, body: RefusalBody) {
    super(`${body.__type}: ${body.message ?? body.Message ?? ''}`);
    this.statusCode = statusCode;
    this.body = body;
  }
}
