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

/** Formats `120 of 372 done, 12 failed, 60 stopped, 180 pending`: how far a run without a summary is. */
export function describeItems({ total, succeeded, failed, aborted, running, pending }: ItemCounts): string {
  const others = Object.entries({ failed, stopped: aborted, running, pending }).filter(
    ([, count]) => count > 0,
  );
  return [`${succeeded} of ${total} done`, ...others.map(([what, count]) => `${count} ${what}`)].join(', ');
}
