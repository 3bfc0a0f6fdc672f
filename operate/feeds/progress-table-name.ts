import { findState, parseDefinition } from '../../workflow/definition.ts';

/** The state that writes the watermark. Its arguments name the table. */
const WRITER = 'Advance watermark';

/** The rule of DynamoDB for table names. A placeholder without a value breaks it. */
const TABLE_NAME = /^[\w.-]{3,255}$/;

/**
 * Reads the name of the progress table from the definition of a state machine. The name depends on the stage, and on
 * this machine on the Watchmode that is used.
 *
 * @returns undefined for another state machine or another version
 * @example progressTableIn(definition) // 'TvGuideProgress'
 */
export function progressTableIn(definition: string): string | undefined {
  const { Arguments: given } = findState(parseDefinition(definition), WRITER) ?? {};
  const { TableName: name } = (given ?? {}) as { readonly TableName?: unknown };
  return typeof name === 'string' && TABLE_NAME.test(name) ? name : undefined;
}
