import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { describeViolations } from '../../../events/validate.ts';
import { WatchmodeUnexpectedResponse } from '../errors/watchmode-errors.ts';
import type { Answer } from './http.ts';
import type { Responses } from './responses.ts';
import accountStatus from './schemas/account-status.schema.json' with { type: 'json' };
import changesPage from './schemas/changes-page.schema.json' with { type: 'json' };
import releases from './schemas/releases.schema.json' with { type: 'json' };
import titleDetails from './schemas/title-details.schema.json' with { type: 'json' };

/** What Watchmode is expected to answer, by the titles of the schemas in `./schemas`. */
const schemas = {
  AccountStatus: accountStatus,
  ChangesPage: changesPage,
  Releases: releases,
  TitleDetails: titleDetails,
};

/** The name of an answer that has a schema of its own. */
export type ResponseName = keyof typeof schemas;

const validators = new Map<ResponseName, ValidateFunction>();

/** Compiling costs some milliseconds, and a function needs one or two of the schemas. */
function validatorFor(name: ResponseName): ValidateFunction {
  const known = validators.get(name);
  if (known !== undefined) return known;
  const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
  formats.default(ajv, ['date']);
  const compiled = ajv.compile(schemas[name]);
  validators.set(name, compiled);
  return compiled;
}

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
  const validator = validatorFor(name);
  if (validator(value)) return value as Responses[Name];
  // `if` only says that its `then` was broken, which has an error of its own.
  const errors = (validator.errors ?? []).filter(({ keyword }) => keyword !== 'if');
  throw new WatchmodeUnexpectedResponse(
    request,
    'the answer breaks the response schema',
    describeViolations(errors, value),
  );
}
