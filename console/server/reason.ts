import { isError } from '../../operate/native-error.ts';
import type { World } from './world.ts';

/** What went wrong, in one line for the person at the page. */
export function reasonFor(world: World, error: unknown): string {
  const told = world.explain(error);
  return isError(told) ? told.message : String(told);
}
