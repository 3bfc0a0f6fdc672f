import { isObject } from '../../interpreter/json.ts';

/** The error of a function as the Node.js runtime reports it. */
interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

/** Returns the payload for a thrown value, which may be of any type and from another realm. */
export function thrownPayload(thrown: unknown): string {
  const error: FunctionError =
    isObject(thrown) && typeof thrown['message'] === 'string'
      ? {
          errorType: typeof thrown['name'] === 'string' ? thrown['name'] : 'Error',
          errorMessage: thrown['message'],
          trace: typeof thrown['stack'] === 'string' ? thrown['stack'].split('\n') : [],
        }
      : { errorType: typeof thrown, errorMessage: String(thrown), trace: [] };
  return JSON.stringify(error);
}

/** Returns the payload for a timeout. */
export function timedOutPayload(requestId: string, timeoutMs: number): string {
  const seconds = (timeoutMs / 1000).toFixed(2);
  return payload({
    errorType: 'Sandbox.Timedout',
    errorMessage: `RequestId: ${requestId} Error: Task timed out after ${seconds} seconds`,
  });
}

/** Returns the payload for a result that exceeds Lambda's limit. */
export function tooLargePayload(limitBytes: number): string {
  return payload({
    errorType: 'Function.ResponseSizeTooLarge',
    errorMessage: `Response payload size exceeded maximum allowed payload size (${limitBytes} bytes).`,
  });
}

/** Returns the payload for a result that cannot be serialised to JSON. */
export function unserialisablePayload(): string {
  return payload({ errorType: 'Error', errorMessage: 'Unable to stringify response body', trace: [] });
}

function payload(error: FunctionError): string {
  return JSON.stringify(error);
}
