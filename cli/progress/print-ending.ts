import type { RunSummary } from '../../events/types.ts';
import { nameOf } from '../../workflow/arns.ts';
import { ExitCode } from '../exit-codes.ts';
import { duration } from '../render/duration.ts';
import type { Printer, Style } from '../render/printer.ts';
import { row } from '../render/rows.ts';
import { adviceFor } from '../../operate/run/advice.ts';
import type { RootCause } from '../../operate/run/root-cause.ts';
import type { RunResult } from './run-result.ts';
import { describeCorrection, describeLosses, lostMost } from './losses.ts';

/** The number of unpublished titles that are listed. */
const LISTED = 5;

/** Returns 0 for success, else 1. A run that lost most of its titles is a failure. */
export function exitCodeOf({ status, summary }: RunResult): ExitCode {
  const isSound = status === 'SUCCEEDED' && !(summary !== undefined && lostMost(summary));
  return isSound ? ExitCode.Success : ExitCode.Failure;
}

/** Returns the ending for `--json`. */
export function endingAsJson(ending: RunResult, causes: readonly RootCause[]) {
  const { executionArn, status, elapsedMs, redriveCount, output, failedState, error, cause } = ending;
  const rootCauses = causes.length === 0 ? undefined : causes;
  return { executionArn, status, elapsedMs, redriveCount, output, failedState, error, cause, rootCauses };
}

/** The commands to continue with. */
export interface NextCommands {
  readonly why: string;
  readonly redrive: string;
  /** Lists the titles that were given up. */
  readonly rejected: string;
}

/** Warns of unpublished titles, and prints the commands to continue an unsuccessful execution. */
export function printNext(
  ending: RunResult,
  causes: readonly RootCause[],
  { why, redrive, rejected }: NextCommands,
  printer: Printer,
): void {
  const losses = ending.summary === undefined ? [] : describeLosses(ending.summary, rejected);
  for (const line of losses) printer.warn(line);
  if (ending.status === 'SUCCEEDED') return;
  printer.note(`why:     ${why}`);
  if (ending.isRedrivable && redriveHelps(ending, causes)) printer.note(`redrive: ${redrive}`);
}

/** Returns false if every root cause would occur again. */
function redriveHelps({ error = '' }: RunResult, causes: readonly RootCause[]): boolean {
  const advices = causes.length === 0 ? [adviceFor(error)] : causes.map(({ advice }) => advice);
  return advices.some((advice) => advice?.redriveHelps !== false);
}

/** The facts of a report beside the ending. */
export interface EndingFacts {
  readonly causes: readonly RootCause[];
  /** The credits by Watchmode's own counter. @default the count of the summary */
  readonly creditsSpent?: number | null;
}

/** Describes the ending: the counts of titles, or the failure with its remedy. */
export function describeEnding(
  ending: RunResult,
  { causes, creditsSpent }: EndingFacts,
  style: Style,
): string {
  const { summary, retries, output } = ending;
  const credits = creditsSpent ?? summary?.creditsUsed;
  return [
    heading(ending, style),
    '',
    row('execution', nameOf(ending.executionArn)),
    ...failureRows(ending, style),
    ...causes.flatMap((cause) => causeRows(cause, ending)),
    ...(summary === undefined ? [] : summaryRows(summary, style)),
    ...(retries === '' ? [] : [row('retries', retries)]),
    ...(credits === undefined ? [] : [row('credits', `${credits} spent`)]),
    ...(summary === undefined ? [] : watermarkRows(summary, style)),
    ...(summary === undefined && output !== null ? [row('output', JSON.stringify(output))] : []),
  ].join('\n');
}

function heading({ status, elapsedMs, summary }: RunResult, style: Style): string {
  const succeeded = status === 'SUCCEEDED';
  const word = `Run ${status.toLowerCase().replace('_', ' ')}`;
  const took = elapsedMs === null ? '' : ` ${succeeded ? 'in' : 'after'} ${duration(elapsedMs)}`;
  const but =
    summary !== undefined && lostMost(summary) ? style.red(', but most titles were not published') : '';
  return `${succeeded ? style.green(word) : style.red(word)}${took}${but}`;
}

function failureRows({ failedState, error, cause = '' }: RunResult, style: Style): string[] {
  return [
    ...(failedState === undefined ? [] : [row('state', failedState)]),
    ...(error === undefined ? [] : [row('error', style.bold(error))]),
    ...(cause === '' ? [] : [row('cause', cause)]),
  ];
}

/** Returns the rows of a root cause, with one title as an example, and the remedy. */
function causeRows(
  { state, error, message, titleIds, count, advice }: RootCause,
  ending: RunResult,
): string[] {
  const [title] = titleIds;
  const isTheEndItself = error === ending.error && state === ending.failedState;
  const place = state === undefined ? '' : `in ${state}`;
  const example = title === undefined ? '' : `title ${title}`;
  const alike = count > 1 ? `and ${count - 1} more like it` : '';
  const where = [place, example, alike].filter((text) => text !== '').join(', ');
  return [
    ...(isTheEndItself ? [] : [row('because', message === '' ? error : `${error}: ${message}`)]),
    ...(isTheEndItself || where === '' ? [] : [row('', where)]),
    ...(advice === undefined ? [] : [row('advice', advice.remedy)]),
  ];
}

function summaryRows(summary: RunSummary, style: Style): string[] {
  const { feed, window, setAside } = summary;
  const listed = setAside.slice(0, LISTED);
  const more = summary.skipped + summary.deferred + summary.rejected - listed.length;
  return [
    row('feed', feed, window === null ? '' : `${window.start} to ${window.end}`),
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
    ...listed.map(({ titleId, outcome, reason }) => style.dim(`    ${titleId} ${outcome}: ${reason}`)),
    ...(more > 0 ? [style.dim(`    and ${more} more`)] : []),
  ];
}

/** Returns the rows of the watermark after the run and of its correction. */
function watermarkRows(summary: RunSummary, style: Style): string[] {
  const corrected = describeCorrection(summary).map((text) => style.yellow(`  ${text}`));
  return [row('watermark', summary.watermark ?? 'not moved'), ...corrected];
}
