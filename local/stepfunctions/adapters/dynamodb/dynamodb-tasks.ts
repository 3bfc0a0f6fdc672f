import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { isObject, parseJson, utf8Length } from '../../interpreter/json.ts';
import type { Clock, TaskInvoker, TaskOutcome } from '../../interpreter/ports.ts';
import { actionOf, refusal, type Integration } from './actions.ts';
import { binaryFromBase64, binaryToBase64 } from './binary.ts';
import { failureOf } from './failures.ts';

export interface DynamodbTasksOptions {
  readonly client: Pick<DynamoDBClient, 'send'>;
  readonly clock: Pick<Clock, 'now'>;
}

interface CommandOutput {
  readonly $metadata: { readonly requestId?: string };
}

/**
 * Creates the invoker for Task states that call DynamoDB, by the optimised integration (`dynamodb:updateItem`) or the
 * AWS SDK integration (`aws-sdk:dynamodb:query`). Requests and responses are JSON of DynamoDB's API, with binary data
 * in Base64.
 *
 * @see {@link https://docs.aws.amazon.com/step-functions/latest/dg/connect-ddb.html}
 */
export function createDynamodbTasks({ client, clock }: DynamodbTasksOptions): TaskInvoker {
  return {
    refusal,
    async invoke({ resource, arguments: text, signal }): Promise<TaskOutcome> {
      const found = actionOf(resource);
      if (found === undefined) throw new Error(`${resource.arn} should have been refused at load`);
      const { integration, action } = found;
      const request = parseJson(text);
      if (!isObject(request)) return invalid(`The arguments of ${resource.arn} must be an object`);
      const unknown = Object.keys(request).find((member) => !action.members.has(member));
      if (unknown !== undefined) return invalid(`The field "${unknown}" is not supported by Step Functions`);
      try {
        const command = action.command(binaryFromBase64(request) as object);
        // The overloads of `send` accept no union of commands.
        const send = client.send.bind(client) as (
          command: unknown,
          options: { abortSignal: AbortSignal },
        ) => Promise<CommandOutput>;
        const answer = await send(command, { abortSignal: signal });
        return { status: 'SUCCEEDED', output: outputOf(integration, answer, clock.now()) };
      } catch (error) {
        signal.throwIfAborted();
        return failureOf(integration, error);
      }
    },
  };
}

/** Returns the JSON text of a result. The optimised integration adds metadata of the response. */
function outputOf(integration: Integration, { $metadata, ...answer }: CommandOutput, now: number): string {
  const result = binaryToBase64(answer) as object;
  if (integration === 'aws-sdk:dynamodb') return JSON.stringify(result);
  const { requestId = '' } = $metadata;
  const headers = {
    Connection: 'keep-alive',
    'Content-Length': String(utf8Length(JSON.stringify(result))),
    'Content-Type': 'application/x-amz-json-1.0',
    Date: new Date(now).toUTCString(),
    Server: 'Server',
    'x-amzn-RequestId': requestId,
  };
  const allHeaders = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));
  return JSON.stringify({
    ...result,
    SdkHttpMetadata: { AllHttpHeaders: allHeaders, HttpHeaders: headers, HttpStatusCode: 200 },
    SdkResponseMetadata: { RequestId: requestId },
  });
}

function invalid(cause: string): TaskOutcome {
  return { status: 'FAILED', error: 'States.Runtime', cause };
}
