import { conformsTo } from '../../events/validate.ts';

/**
 * Reads the name of the run that another one waits for from the output of the task that lists titles; undefined for
 * other outputs.
 * @example waitsForIn(event.taskSucceededEventDetails?.output) // 'nightly'
 */
export function waitsForIn(output: string | undefined): string | undefined {
  // Most outputs are something else, and a search is cheaper than parsing.
  if (output === undefined || !/"waitsFor"\s*:\s*"/.test(output)) return undefined;
  const { Payload: listing } = JSON.parse(output) as { readonly Payload?: unknown };
  return conformsTo('Listing', listing) ? (listing.run.waitsFor ?? undefined) : undefined;
}
