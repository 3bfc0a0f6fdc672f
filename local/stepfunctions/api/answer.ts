import { Interruption } from '../interpreter/interruption.ts';
import { ServiceError } from '../interpreter/service-errors.ts';
import { operations } from './operations/index.ts';
import type { ApiContext } from './operations/operation.ts';
import { parameterOperations, type Parameters } from './parameters.ts';
import { ApiError } from './protocol/api-error.ts';
import {
  type ApiResponse,
  type Asked,
  askedFor,
  failure,
  parseBody,
  type RequestHead,
  success,
  unknownOperation,
} from './protocol/json-protocol.ts';
import type { Wire } from './wire.ts';

export interface AnswerOptions extends ApiContext {
  /** Systems Manager's Parameter Store. Default: its operations are refused. */
  readonly parameters?: Parameters;
  /** Receives errors that the request did not cause; the client gets InternalFailure. */
  readonly onDefect: (error: unknown) => void;
}

/** A request of the API, over HTTP or within the process. */
export interface ApiRequest extends RequestHead {
  /** Reads the body: JSON text. */
  body(): Promise<string>;
}

/**
 * Answers a request. Does not reject.
 *
 * @param signal Aborts when the client disconnects.
 */
export async function answer(
  request: ApiRequest,
  options: AnswerOptions,
  signal: AbortSignal,
): Promise<ApiResponse> {
  try {
    const asked = askedFor(request);
    const operation = findOperation(asked, options, signal);
    if (operation === undefined) throw unknownOperation(asked.name);
    return success(await operation(parseBody(await request.body())));
  } catch (error) {
    if (error instanceof ApiError) return failure(error.name, error.message, error.status);
    if (error instanceof ServiceError) return failure(error.name, error.message, 400);
    if (error instanceof Interruption) return failure('ServiceUnavailable', 'The service is closing', 503);
    options.onDefect(error);
    return failure('InternalFailure', 'The request failed inside the service', 500);
  }
}

function findOperation(
  { service, name }: Asked,
  options: AnswerOptions,
  signal: AbortSignal,
): ((body: Readonly<Record<string, unknown>>) => Promise<Wire>) | undefined {
  if (service === 'AmazonSSM') {
    return options.parameters === undefined ? undefined : parameterOperations(options.parameters).get(name);
  }
  const operation = operations.get(name);
  return operation === undefined ? undefined : (body) => operation(body, options, signal);
}
