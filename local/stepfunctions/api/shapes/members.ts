import { integer, oneOf, string, type Shape } from './shape.ts';

/** Members of several operations, with the limits of the service model. */

/** In characters. The engine limits the bytes to the same number. */
const DATA_LENGTH = 262_144;
const DEFINITION_LENGTH = 1_048_576;

export const arn = (): Shape<string | undefined> => string({ min: 1, max: 256 });
/** ARN of a Map Run. */
export const longArn = (): Shape<string | undefined> => string({ min: 1, max: 2000 });
export const name = (): Shape<string | undefined> => string({ min: 1, max: 80 });
export const definition = (): Shape<string | undefined> =>
  string({ min: 1, max: DEFINITION_LENGTH, sensitive: true });
/** JSON text of an input, an output, variables or a context. */
export const data = (): Shape<string | undefined> => string({ max: DATA_LENGTH, sensitive: true });
export const error = (): Shape<string | undefined> => string({ max: 256, sensitive: true });
export const cause = (): Shape<string | undefined> => string({ max: 32_768, sensitive: true });
export const maxResults = (): Shape<number | undefined> => integer({ min: 0, max: 1000 });
export const pageToken = (max = 1024): Shape<string | undefined> => string({ min: 1, max });
export const includedData = (): Shape<'ALL_DATA' | 'METADATA_ONLY' | undefined> =>
  oneOf('ALL_DATA', 'METADATA_ONLY');
export const traceHeader = (): Shape<string | undefined> => string({ max: 256, pattern: /^[\x00-\x7F]*$/ });
export const stateMachineType = (): Shape<'STANDARD' | 'EXPRESS' | undefined> => oneOf('STANDARD', 'EXPRESS');
