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
 * @throws WatchmodeUnexpectedResponse when it is no JSON, or breaks the schema; the message names every place
 */
export function readResponse<Name extends ResponseName>(
  name: Name,
  { request, body }: Answer,
): Responses[Name] {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch (cause) {
    // Not the parser's own words: they quote the body.
    throw new WatchmodeUnexpectedResponse(request, `the answer is not JSON (${body.length} characters)`, [], {
      cause,
    });
  }
  const validator = validators[name];
  if (validator(value)) return value as Responses[Name];
  // `if` only says that its `then` was broken, which has an error of its own.
  const errors = (validator.errors ?? []).filter(({ keyword }) => keyword !== 'if');
  throw new WatchmodeUnexpectedResponse(
    request,
    'the answer breaks the response schema',
    describeViolations(errors, value),
  );
}
