import { isObject } from '../../interpreter/json.ts';
import type { Wire } from '../wire.ts';
import { ApiError } from './api-error.ts';

/** Content types of the supported services, by the prefix of `X-Amz-Target`. */
const CONTENT_TYPES = {
  AWSStepFunctions: 'application/x-amz-json-1.0',
  AmazonSSM: 'application/x-amz-json-1.1',
} as const;

export type ServiceName = keyof typeof CONTENT_TYPES;

/** The service and the operation of a request. */
export interface Asked {
  readonly service: ServiceName;
  readonly name: string;
}

/** The parts of a request's head that the protocol uses. */
export interface RequestHead {
  readonly method: string;
  readonly contentType: string | undefined;
  /** The header `X-Amz-Target`. */
  readonly target: string | undefined;
}

/** A response before it is sent. */
export interface ApiResponse {
  readonly status: number;
  /** JSON text. */
  readonly body: string;
}

/** Returns the content type of a response. Default: the content type of Step Functions. */
export function contentTypeOf(target: string | undefined): string {
  return CONTENT_TYPES[serviceOf(target) ?? 'AWSStepFunctions'];
}

/**
 * Returns the operation of a request. Requires the protocol's content type, so that browsers need a preflight request,
 * which keeps web pages out.
 *
 * @see {@link https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html}
 */
export function askedFor({ method, contentType, target }: RequestHead): Asked {
  const service = serviceOf(target);
  const wanted = contentTypeOf(target);
  const [mediaType] = (contentType ?? '').split(';');
  if (method !== 'POST' || mediaType?.trim().toLowerCase() !== wanted) {
    throw new ApiError('UnknownOperationException', `Requests are POST with the content type ${wanted}`, 404);
  }
  if (service === undefined || target === undefined) throw unknownOperation(target);
  return { service, name: target.slice(service.length + 1) };
}

function serviceOf(target: string | undefined): ServiceName | undefined {
  const [prefix] = (target ?? '').split('.', 1);
  return prefix !== undefined && Object.hasOwn(CONTENT_TYPES, prefix) ? (prefix as ServiceName) : undefined;
}

export function unknownOperation(target: string | undefined): ApiError {
  return new ApiError('UnknownOperationException', `Unknown operation: ${target ?? '(no X-Amz-Target)'}`);
}

/** Parses a body. An empty body has no parameters. @throws ApiError SerializationException */
export function parseBody(text: string): Readonly<Record<string, unknown>> {
  if (text === '') return {};
  const value = parseOrUndefined(text);
  if (isObject(value)) return value;
  throw new ApiError('SerializationException', 'The body is not a JSON object');
}

export function success(result: Wire): ApiResponse {
  return { status: 200, body: JSON.stringify(result) };
}

export function failure(name: string, message: string, status: number): ApiResponse {
  return { status, body: JSON.stringify({ __type: name, message }) };
}

function parseOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
