import { isObject } from '../../interpreter/json.ts';
import type { Wire } from '../wire.ts';
import { ApiError } from './api-error.ts';

export const CONTENT_TYPE = 'application/x-amz-json-1.0';
const TARGET_PREFIX = 'AWSStepFunctions.';

/** The head of a request as far as the protocol looks at it. */
export interface RequestHead {
  readonly method: string;
  readonly contentType: string | undefined;
  /** The header `X-Amz-Target`. */
  readonly target: string | undefined;
}

/** An answer before it is sent. */
export interface Answer {
  readonly status: number;
  /** JSON text. */
  readonly body: string;
}

/**
 * The name of the operation that a request asks for. The content type is insisted upon, which keeps web pages from
 * sending requests: a browser would first have to ask for leave.
 *
 * @see {@link https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html}
 */
export function operationName({ method, contentType, target }: RequestHead): string {
  const [mediaType] = (contentType ?? '').split(';');
  if (method !== 'POST' || mediaType?.trim().toLowerCase() !== CONTENT_TYPE) {
    throw new ApiError(
      'UnknownOperationException',
      `Requests are POST with the content type ${CONTENT_TYPE}`,
      404,
    );
  }
  if (target?.startsWith(TARGET_PREFIX) !== true) throw unknownOperation(target);
  return target.slice(TARGET_PREFIX.length);
}

export function unknownOperation(target: string | undefined): ApiError {
  return new ApiError('UnknownOperationException', `Unknown operation: ${target ?? '(no X-Amz-Target)'}`);
}

/** The parameters in a body. An empty body has none. */
export function parseBody(text: string): Readonly<Record<string, unknown>> {
  if (text === '') return {};
  const value = parseOrUndefined(text);
  if (isObject(value)) return value;
  throw new ApiError('SerializationException', 'The body is not a JSON object');
}

export function success(result: Wire): Answer {
  return { status: 200, body: JSON.stringify(result) };
}

export function failure(name: string, message: string, status: number): Answer {
  return { status, body: JSON.stringify({ __type: name, message }) };
}

function parseOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
