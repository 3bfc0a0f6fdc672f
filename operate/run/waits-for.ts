import { conformsTo } from '../../events/validate.ts';

/**
 * The name of the run that another one waits for, from the output of the task that lists titles; undefined for the
 * output of a run that does not wait, and of any other task.
 */
export function waitsForIn(output: string | undefined): string | undefined {
  // Most outputs are something else: it is cheaper to look than to parse.
  if (output === undefined || !/"waitsFor"\s*:\s*"/.test(output)) return undefined;
  const { Payload: listing } = JSON.parse(output) as { readonly Payload?: unknown };
  return conformsTo('Listing', listing) ? (listing.run.waitsFor ?? undefined) : undefined;
}
