import { OperationError } from '../errors.ts';
import { findState, parseDefinition } from '../../workflow/definition.ts';

/** The state that reads what is kept of a feed, and how it says where that is. */
const READER = 'Read watermark';
const NAME = /^\{%\s*'([^']+)\/'\s*&\s*\$feed\s*%\}$/;

/**
 * What stands before the feed in the names of the parameters that a state machine keeps its feeds in, for example
 * `/tv-guide/prod/watermarks`. The definition says it, whatever stage or world it was deployed for.
 *
 * @throws OperationError for a state machine that keeps no feeds, or that was deployed from another version
 */
export function watermarkPathIn(definition: string, stateMachine: string): string {
  const { Arguments: given } = findState(parseDefinition(definition), READER) ?? {};
  const { Name: name } = (given ?? {}) as { readonly Name?: unknown };
  const [, path] = typeof name === 'string' ? (NAME.exec(name) ?? []) : [];
  if (path !== undefined) return path;
  throw new OperationError(
    `the definition of ${stateMachine} does not say where it keeps its feeds: it is a different state machine, or a different version of this one`,
  );
}
