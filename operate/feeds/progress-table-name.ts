import { findState, parseDefinition } from '../../workflow/definition.ts';

/** The state that writes the watermark, and so names the table. */
const WRITER = 'Advance watermark';

/** The rule of DynamoDB for the names of tables. A placeholder that nobody has replaced breaks it. */
const TABLE_NAME = /^[\w.-]{3,255}$/;

/**
 * The name of the progress table of a state machine, as its definition has it: for any stage, and on this machine for
 * any Watchmode.
 *
 * @returns undefined for another state machine, or for one that was deployed from another version
 */
export function progressTableIn(definition: string): string | undefined {
  const { Arguments: given } = findState(parseDefinition(definition), WRITER) ?? {};
  const { TableName: name } = (given ?? {}) as { readonly TableName?: unknown };
  return typeof name === 'string' && TABLE_NAME.test(name) ? name : undefined;
}
