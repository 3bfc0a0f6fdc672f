import { describeViolations } from '../../../events/validate.ts';
import { WatchmodeUnavailable, WatchmodeUnexpectedResponse } from '../errors/watchmode-errors.ts';
import type { HttpResponse } from './http.ts';
import type { Responses } from './responses.ts';
import * as validators from './validators.mjs';

/** The name of a response that has a schema of its own, in `./schemas`. */
export type ResponseName = keyof typeof validators;

/**
 * Reads a 2xx response.
 *
 * @throws WatchmodeUnavailable when it is not JSON
 * @throws WatchmodeUnexpectedResponse when it breaks the schema; the message names every place
 */
export function readResponse<Name extends ResponseName>(name: Name, response: HttpResponse): Responses[Name] {
  const value = parseBody(response);
  const validator = validators[name];
  if (validator(value)) return value as Responses[Name];
  throw new WatchmodeUnexpectedResponse(
    response.request,
    BREAKS_SCHEMA,
    describeViolations(validator.errors ?? [], value),
  );
}

/** What is wrong with a response that is JSON. */
export const BREAKS_SCHEMA = 'the response breaks its schema';

/**
 * The JSON in a response's body. Watchmode's own responses are JSON; a page that is not comes from something in front of
 * it, as during maintenance.
 *
 * @throws WatchmodeUnavailable when it is none
 */
export function parseBody({ request, status, body }: HttpResponse): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    // Not the parser's own words: they quote the body.
    const problem = `the response is not valid JSON (${status}, ${body.length} characters)`;
    throw new WatchmodeUnavailable(request, problem, status, { cause });
  }
}
