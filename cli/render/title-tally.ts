import { counted } from '../../operate/format/plural.ts';
import type { ItemCounts } from '../../operate/run/item-counts.ts';
import type { TitleTally } from '../../operate/run/title-tally.ts';

/** Formats `353 of 372`, `at most 120 of 372`, `353 of 372 (dry run)`; `-` before the titles are listed. */
export function describeTally(tally: TitleTally | null): string {
  if (tally === null) return '-';
  const { discovered, published, isMaximum, dryRun, planned } = tally;
  if (planned !== null) return `${planned} planned`;
  const most = isMaximum && published > 0 ? 'at most ' : '';
  return `${most}${published} of ${discovered}${dryRun ? ' (dry run)' : ''}`;
}

/** Formats ` (3 departures)`: titles of a sweep that left a service and are not fetched. Empty without any. */
export function describeDepartures({ departures = 0 }: ItemCounts): string {
  return departures === 0 ? '' : ` (${counted(departures, 'departure', 'departures')})`;
}

/** Formats `120 of 372 done, 12 failed, 60 stopped, 180 pending`: how far a run without a summary is. */
export function describeItems(items: ItemCounts): string {
  const { total, succeeded, failed, aborted, running, pending } = items;
  const others = Object.entries({ failed, stopped: aborted, running, pending }).filter(
    ([, count]) => count > 0,
  );
  const done = `${succeeded} of ${total} done${describeDepartures(items)}`;
  return [done, ...others.map(([what, count]) => `${count} ${what}`)].join(', ');
}
