import type { PlannedTitles, RunSummary, Sweep } from '../../events/types.ts';
import type { Style } from '../render/printer.ts';
import { counted } from '../../operate/format/plural.ts';
import { describeReading, isBaseline, NOT_KEPT } from '../../operate/run/describe-sweep.ts';
import { row } from '../render/rows.ts';
import { nameTitle, type TitleNames } from '../title-names.ts';
import { describeCorrection, nextRunOf } from './losses.ts';

/** The number of unpublished titles that are listed. */
const LISTED = 5;

/** The note about titles that are held back. */
const HELD = 'most of a service disappeared at once: gone after seven sweeps without them at the earliest';

/** Returns the rows of a summary: its counts, and the first titles without a record. */
export function summaryRows(summary: RunSummary, names: TitleNames, style: Style): string[] {
  const { feed, window } = summary;
  const sweep = summary.sweep ?? null;
  const isFirst = sweep !== null && isBaseline(sweep);
  // The window of a first sweep is one moment.
  const span = window === null || isFirst ? '' : `${window.start} to ${window.end}`;
  const source = row('feed', feed, span);
  if (summary.plan !== undefined) {
    return [source, sweep === null ? planRow(summary.plan) : sweepPlanRow(summary.plan)];
  }
  if (sweep !== null) {
    const rows = [source, ...sweepRows(sweep, summary)];
    return summary.discovered === 0 ? rows : [...rows, ...titleRows(summary, names, style)];
  }
  if (summary.discovered === 0) return [source, row('discovered', '0', 'there is nothing new to publish')];
  return [source, ...titleRows(summary, names, style)];
}

/** Returns the rows of what a sweep has read, and of what has come and gone. */
function sweepRows(sweep: Sweep, { discovered, dryRun }: RunSummary): string[] {
  const { arrived, left, missing, held = 0, baselines } = sweep;
  const read = row('sweep', describeReading(sweep));
  if (isBaseline(sweep)) {
    const silent = discovered === 0 ? 'nothing is published: ' : '';
    const use = dryRun ? NOT_KEPT : `${silent}later sweeps are compared with this one`;
    return [read, row('baseline', use)];
  }
  return [
    read,
    ...(baselines === 0 ? [] : [row('', `${counted(baselines, 'section', 'sections')} for the first time`)]),
    row('arrived', String(arrived)),
    row('left', String(left)),
    row('missing', String(missing), missing === 0 ? '' : `not listed this time${nextOf(missing - held)}`),
    ...(held === 0 ? [] : [row('held', String(held), HELD)]),
  ];
}

/** Returns what becomes of missing titles that are not held back. */
function nextOf(missing: number): string {
  return missing === 0 ? '' : `: the next sweep tells if ${missing === 1 ? 'it has' : 'they have'} left`;
}

/** Returns the rows of the fetched titles by outcome. */
function titleRows(summary: RunSummary, names: TitleNames, style: Style): string[] {
  const { setAside } = summary;
  const listed = setAside.slice(0, LISTED);
  const more = summary.skipped + summary.deferred + summary.rejected - listed.length;
  return [
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
      summary.deferred === 0 ? '' : `asked for again by ${nextRunOf(summary)}`,
    ),
    row('rejected', String(summary.rejected)),
    ...listed.map(({ titleId, outcome, reason }) =>
      style.dim(`    ${nameTitle(titleId, names)} ${outcome}: ${reason}`),
    ),
    ...(more > 0 ? [style.dim(`    and ${more} more`)] : []),
  ];
}

/** Returns the row of the plan of a sweep, whose titles are those that the sweep before had. */
function sweepPlanRow(plan: PlannedTitles): string {
  return row('plan', ...describeSweepPlan(plan));
}

/** Describes the plan of a sweep: its cost, and what is bought for it. */
export function describeSweepPlan({
  titles,
  credits,
  creditsLeft,
}: PlannedTitles): [cost: string, bought: string] {
  return [
    `about ${counted(credits, 'credit', 'credits')}`,
    `for the pages, and as many new titles as last time (${titles})${leftOf(creditsLeft)}`,
  ];
}

function leftOf(credits: number | null): string {
  return credits === null ? '' : `; ${counted(credits, 'credit is', 'credits are')} left`;
}

function planRow({ titles, credits, creditsLeft }: PlannedTitles): string {
  const price = `for at most ${counted(credits, 'credit', 'credits')}${leftOf(creditsLeft)}`;
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
    : `only a ${summary.feed === 'catalogue' ? 'sweep' : 'run over the whole open window'} moves it`;
  return [row('watermark', summary.watermark ?? `not moved: ${reason}`), ...corrected];
}
