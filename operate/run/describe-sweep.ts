import type { Sweep } from '../../events/types.ts';
import { counted } from '../format/plural.ts';

/** The use of the first sweep of a dry run. */
export const NOT_KEPT = 'not kept, because this was a dry run';

/**
 * Describes what a sweep has read and found, in one line. A dry run keeps nothing to compare with.
 * @example describeSweep(summary.sweep, summary.dryRun)
 * // '212 titles in 1 section, 1 page bought: 2 arrived, 1 left, 1 missing'
 */
export function describeSweep(sweep: Sweep, dryRun: boolean): string {
  const found = dryRun && isBaseline(sweep) ? NOT_KEPT : describeChanges(sweep);
  return `${describeReading(sweep)}: ${found}`;
}

/**
 * Describes what a sweep has read.
 * @example describeReading(summary.sweep) // '212 titles in 1 section, 1 page bought'
 */
export function describeReading({ titles, sections, pages }: Sweep): string {
  const read = `${counted(titles, 'title', 'titles')} in ${counted(sections.length, 'section', 'sections')}`;
  return `${read}, ${counted(pages, 'page', 'pages')} bought`;
}

/**
 * Returns true for a sweep without a former one to compare with.
 * @example isBaseline(summary.sweep) // false
 */
export function isBaseline({ baselines, sections }: Sweep): boolean {
  return baselines > 0 && baselines === sections.length;
}

/** Describes what has come and gone since the sweep before. */
function describeChanges(sweep: Sweep): string {
  const { arrived, left, missing, held = 0, baselines } = sweep;
  if (isBaseline(sweep)) return 'the baseline of later sweeps';
  return [
    `${arrived} arrived`,
    `${left} left`,
    ...(missing > 0 ? [`${missing} missing${held > 0 ? `, ${held} of them held back` : ''}`] : []),
    ...(baselines > 0 ? [`${counted(baselines, 'section', 'sections')} for the first time`] : []),
  ].join(', ');
}
