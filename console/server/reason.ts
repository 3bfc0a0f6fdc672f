import { isError } from '../../operate/native-error.ts';
import type { ConsoleContext } from './context.ts';

/** What went wrong, in one line for the person at the page. */
export function reasonFor(context: ConsoleContext, error: unknown): string {
  const told = context.explain(error);
  return isError(told) ? told.message : String(told);
}
