import type { RedrivePreview } from '../../api/index.ts';

/** The redrives of several runs together. Runs that cannot be redriven do not count. */
export interface SumOfPreviews {
  /** The titles of those whose titles are known; null if there are none. */
  readonly titles: number | null;
  /** The maximum cost of those whose cost is known; null if there are none. */
  readonly credits: number | null;
  /** The number of runs whose cost is unknown. */
  readonly unknown: number;
  /** The number of runs that another run has overtaken. */
  readonly overtaken: number;
  readonly faults: readonly string[];
}

/** Sums up previews. */
export function sumOf(previews: readonly RedrivePreview[]): SumOfPreviews {
  const able = previews.filter(({ refusal }) => refusal === null);
  return {
    titles: sumOfKnown(able.map(({ titles }) => titles?.again ?? null)),
    credits: sumOfKnown(able.map(({ credits }) => credits)),
    unknown: able.filter(({ credits }) => credits === null).length,
    overtaken: able.filter(({ overtakenBy }) => overtakenBy !== null).length,
    faults: able[0]?.faults ?? [],
  };
}

function sumOfKnown(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}
