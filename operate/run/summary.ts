import type { RunSummary } from '../../events/types.ts';
import { conformsTo } from '../../events/validate.ts';

/**
 * Reads the summary of a run from the output of its execution; undefined for other outputs.
 * @example summaryIn(description.output)?.published
 */
export function summaryIn(output: string | undefined): RunSummary | undefined {
  const value: unknown = output === undefined ? undefined : JSON.parse(output);
  return conformsTo('RunSummary', value) ? value : undefined;
}
