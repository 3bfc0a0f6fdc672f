import type { PlannedTitles, RunSummary } from '../../events/types.ts';
import type { Style } from '../render/printer.ts';
import { counted } from '../../operate/format/plural.ts';
import { row } from '../render/rows.ts';
import { nameTitle, type TitleNames } from '../title-names.ts';
import { describeCorrection } from './losses.ts';

/** The number of unpublished titles that are listed. */
const LISTED = 5;

/** Returns the rows of a summary: its counts, and the first titles without a record. */
export function summaryRows(summary: RunSummary, names: TitleNames, style: Style): string[] {
  const { feed, window, setAside } = summary;
  const source = row('feed', feed, window === null ? '' : `${window.start} to ${window.end}`);
  if (summary.plan !== undefined) return [source, planRow(summary.plan)];
  if (summary.discovered === 0) return [source, row('discovered', '0', 'there is nothing new to publish')];
  const listed = setAside.slice(0, LISTED);
  const more = summary.skipped + summary.deferred + summary.rejected - listed.length;
  return [
    source,
    row('discovered', String(summary.discovered)),
    row(
      'published',
      String(summary.published),
      summary.dryRun ? 'not sent to the stream: this was a dry run' : '',
    ),
    row('skipped', String(summary.skipped)),
    row(
      'deferred',
      String(summary.deferred),
      summary.deferred === 0 ? '' : 'asked for again by the next run over the open window',
    ),
    row('rejected', String(summary.rejected)),
    ...listed.map(({ titleId, outcome, reason }) =>
      style.dim(`    ${nameTitle(titleId, names)} ${outcome}: ${reason}`),
    ),
    ...(more > 0 ? [style.dim(`    and ${more} more`)] : []),
  ];
}

function planRow({ titles, credits, creditsLeft }: PlannedTitles): string {
  const left = creditsLeft === null ? '' : `; ${counted(creditsLeft, 'credit is', 'credits are')} left`;
  const price = `for at most ${counted(credits, 'credit', 'credits')}${left}`;
  return row(
    'plan',
    counted(titles, 'title', 'titles'),
    `nothing was fetched: a run would fetch them ${price}`,
  );
}

/** Returns the rows of the watermark after the run and of its correction. */
export function watermarkRows(summary: RunSummary, style: Style): string[] {
  const corrected = describeCorrection(summary).map((text) => style.yellow(`  ${text}`));
  const reason = summary.dryRun
    ? `a ${summary.plan === undefined ? 'dry run' : 'plan'} does not move it`
    : 'only a run over the whole open window moves it';
  return [row('watermark', summary.watermark ?? `not moved: ${reason}`), ...corrected];
}
