import { describeViolations } from '../../../events/validate.ts';
import { WatchmodeUnexpectedResponse } from '../errors/watchmode-errors.ts';
import type { Answer } from './http.ts';
import type { Responses } from './responses.ts';
import * as validators from './validators.mjs';

/** The name of an answer that has a schema of its own, in `./schemas`. */
export type ResponseName = keyof typeof validators;

/**
 * Reads a 2xx answer.
 *
 * @throws WatchmodeUnexpectedResponse when it is not valid JSON, or breaks the schema; the message names every place
 */
export function readResponse<Name extends ResponseName>(name: Name, answer: Answer): Responses[Name] {
  const value = parseBody(answer);
  const validator = validators[name];
  if (validator(value)) return value as Responses[Name];
  throw new WatchmodeUnexpectedResponse(
    answer.request,
    BREAKS_SCHEMA,
    describeViolations(validator.errors ?? [], value),
  );
}

/** What is wrong with an answer that is JSON. */
export const BREAKS_SCHEMA = 'the answer breaks the response schema';

/**
 * The JSON in an answer's body.
 *
 * @throws WatchmodeUnexpectedResponse when it is none
 */
export function parseBody({ request, body }: Answer): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    // Not the parser's own words: they quote the body.
    throw new WatchmodeUnexpectedResponse(request, `the answer is not JSON (${body.length} characters)`, [], {
      cause,
    });
  }
}
