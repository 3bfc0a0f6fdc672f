import { violationsOf } from '../../../events/validate.ts';
import { WatchmodeUnavailable, WatchmodeUnexpectedResponse } from '../errors/watchmode-errors.ts';
import type { HttpResponse } from './http.ts';
import type { Responses } from './responses.ts';
import type { Validator } from './validators.mjs';

/**
 * Reads a 2xx response.
 *
 * @param contract - the validator of the response by its name, so that a bundle contains no others
 * @throws WatchmodeUnavailable if it is not JSON
 * @throws WatchmodeUnexpectedResponse if it breaks the schema; the message has all violations
 */
export function readResponse<Name extends keyof Responses>(
  contract: Readonly<Record<Name, Validator>>,
  response: HttpResponse,
): Responses[Name] {
  const value = parseBody(response);
  for (const validator of Object.values<Validator>(contract)) {
    const violations = violationsOf(validator, value);
    if (violations.length > 0) {
      throw new WatchmodeUnexpectedResponse(response.request, BREAKS_SCHEMA, violations);
    }
  }
  return value as Responses[Name];
}

/** The fault of a response that is JSON. */
export const BREAKS_SCHEMA = 'the response breaks its schema';

/**
 * Parses the JSON in a response's body. Watchmode's own responses are JSON. Any other page comes from a proxy, for example
 * during maintenance.
 *
 * @throws WatchmodeUnavailable if it is not JSON
 */
export function parseBody({ request, status, body }: HttpResponse): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    // The parser's own message would quote the body.
    const problem = `the response is not valid JSON (${status}, ${body.length} characters)`;
    throw new WatchmodeUnavailable(request, problem, status, { cause });
  }
}
