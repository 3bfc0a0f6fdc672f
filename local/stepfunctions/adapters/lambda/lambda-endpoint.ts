import type { Random } from '../../interpreter/ports.ts';
import { isJson, isObject } from '../../interpreter/json.ts';
import { messageOf } from '../error-facts.ts';
import type { LambdaAnswer, LambdaInvocation, LambdaService } from './lambda-answer.ts';

/** The used part of `fetch`; node-fetch implements it. */
export type Fetch = (
  url: string,
  init: {
    readonly method: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
    readonly signal: AbortSignal;
  },
) => Promise<{
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
}>;

export interface LambdaEndpointOptions {
  /** The address, for example `http://127.0.0.1:3001` for `sam local start-lambda`. */
  readonly url: string;
  readonly fetch: Fetch;
  readonly random: Random;
}

/**
 * Creates a client of the Lambda API of another server. Requests are not signed: local servers do not check signatures.
 *
 * @see {@link https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html}
 */
export function createLambdaEndpoint({ url, fetch, random }: LambdaEndpointOptions): LambdaService {
  const base = url.replace(/\/+$/, '');
  return {
    async invoke({
      name,
      qualifier,
      payload,
      withLog = false,
      signal,
    }: LambdaInvocation): Promise<LambdaAnswer> {
      const query = qualifier === undefined ? '' : `?Qualifier=${encodeURIComponent(qualifier)}`;
      const address = `${base}/2015-03-31/functions/${encodeURIComponent(name)}/invocations${query}`;
      try {
        const response = await fetch(address, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            'x-amz-invocation-type': 'RequestResponse',
            ...(withLog ? { 'x-amz-log-type': 'Tail' } : {}),
          },
          body: payload,
          signal,
        });
        const body = (await response.text()) || 'null';
        const requestId = response.headers.get('x-amzn-requestid') ?? random.uuid();
        if (response.status >= 300) return refused(response.status, response.headers, body, requestId);
        if (!isJson(body))
          return serviceError('ServiceException', `The answer of ${address} is not JSON`, 502, requestId);
        if (response.headers.get('x-amz-function-error') !== null)
          return { kind: 'FUNCTION_ERROR', payload: body };
        const executedVersion = response.headers.get('x-amz-executed-version') ?? '$LATEST';
        const logResult = response.headers.get('x-amz-log-result');
        return {
          kind: 'RESULT',
          ...{ payload: body, executedVersion, requestId },
          ...(withLog && logResult !== null ? { logResult } : {}),
        };
      } catch (error) {
        return {
          kind: 'SERVICE_ERROR',
          error: 'Lambda.SdkClientException',
          cause: `${address}: ${messageOf(error)}`,
        };
      }
    },
  };
}

function refused(
  status: number,
  headers: { get(name: string): string | null },
  body: string,
  requestId: string,
): LambdaAnswer {
  // On AWS, the header is `ResourceNotFoundException:http://internal.amazon.com/...`.
  const [name] = (headers.get('x-amzn-errortype') ?? '').split(':');
  return serviceError(
    name === undefined || name === '' ? nameForStatus(status) : name,
    messageIn(body),
    status,
    requestId,
  );
}

function nameForStatus(status: number): string {
  if (status === 404) return 'ResourceNotFoundException';
  if (status === 429) return 'TooManyRequestsException';
  return status >= 500 ? 'ServiceException' : 'Unknown';
}

function serviceError(name: string, message: string, status: number, requestId: string): LambdaAnswer {
  return {
    kind: 'SERVICE_ERROR',
    error: `Lambda.${name}`,
    cause: `${message} (Service: Lambda, Status Code: ${status}, Request ID: ${requestId})`,
  };
}

function messageIn(body: string): string {
  if (!isJson(body)) return body.slice(0, 200);
  const value: unknown = JSON.parse(body);
  const message = isObject(value) ? (value['Message'] ?? value['message']) : undefined;
  return typeof message === 'string' ? message : body.slice(0, 200);
}
