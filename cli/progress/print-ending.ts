import type { RunSummary } from '../../events/types.ts';
import { nameOf } from '../aws/arns.ts';
import { ExitCode } from '../exit-codes.ts';
import { duration } from '../render/bar.ts';
import type { Printer, Style } from '../render/printer.ts';
import { row } from '../render/rows.ts';
import { adviceFor } from '../views/advice.ts';
import type { Ending } from './ending.ts';

/** How many of the titles that were not published are listed one by one. */
const LISTED = 5;

const HELD = 'stays: more titles are deferred than can be a matter of single titles';

/** 0 for success, 1 for anything else. */
export function exitCodeOf({ status }: Ending): ExitCode {
  return status === 'SUCCEEDED' ? ExitCode.Success : ExitCode.Failure;
}

/** The ending as `--json` prints it. */
export function endingAsJson(ending: Ending) {
  const { executionArn, status, elapsedMs, redriveCount, output, failedState, error, cause } = ending;
  return { executionArn, status, elapsedMs, redriveCount, output, failedState, error, cause };
}

/** Which commands a person can type to go on. */
export interface NextCommands {
  readonly why: string;
  readonly redrive: string;
}

/** The commands that go on with an execution, with the options that lead to the same service. */
export function nextCommands(name: string, sameTarget: string): NextCommands {
  return { why: `tvguide why ${name}${sameTarget}`, redrive: `tvguide redrive ${name}${sameTarget}` };
}

/** Says how to go on with an execution that did not succeed. */
export function printNext(ending: Ending, { why, redrive }: NextCommands, printer: Printer): void {
  if (ending.status === 'SUCCEEDED') return;
  printer.note(`why:     ${why}`);
  const advice = adviceFor(ending.error ?? '');
  if (advice?.redriveHelps === false) printer.note(`next:    ${advice.remedy}`);
  else if (ending.isRedrivable) printer.note(`redrive: ${redrive}`);
}

/**
 * The ending for people: what became of the titles, or what failed.
 *
 * @param creditsSpent by Watchmode's own counter; without it the summary's own count is told
 */
export function describeEnding(ending: Ending, style: Style, creditsSpent?: number | null): string {
  const { summary, retries, output } = ending;
  const credits = creditsSpent ?? summary?.creditsUsed;
  const didNothing = typeof summary?.skippedBecause === 'string';
  return [
    heading(ending, style),
    '',
    row('execution', nameOf(ending.executionArn)),
    ...failureRows(ending, style),
    ...(summary === undefined ? [] : summaryRows(summary, style)),
    ...(retries === '' ? [] : [row('retries', retries)]),
    ...(credits === undefined || didNothing ? [] : [row('credits', `${credits} spent`)]),
    ...(summary === undefined || didNothing ? [] : [watermarkRow(summary, style)]),
    ...(summary === undefined && output !== null ? [row('output', JSON.stringify(output))] : []),
  ].join('\n');
}

function heading({ status, elapsedMs }: Ending, style: Style): string {
  const succeeded = status === 'SUCCEEDED';
  const word = `Run ${status.toLowerCase().replace('_', ' ')}`;
  const took = elapsedMs === null ? '' : ` ${succeeded ? 'in' : 'after'} ${duration(elapsedMs)}`;
  return `${succeeded ? style.green(word) : style.red(word)}${took}`;
}

function failureRows({ failedState, error, cause = '' }: Ending, style: Style): string[] {
  return [
    ...(failedState === undefined ? [] : [row('state', failedState)]),
    ...(error === undefined ? [] : [row('error', style.bold(error))]),
    ...(cause === '' ? [] : [row('cause', cause)]),
  ];
}

function summaryRows(summary: RunSummary, style: Style): string[] {
  const { feed, window, skippedBecause, setAside } = summary;
  const reach = row('feed', feed, window === null ? '' : `${window.start} to ${window.end}`);
  if (skippedBecause !== null) return [reach, row('not run', skippedBecause)];
  const listed = setAside.slice(0, LISTED);
  const more = summary.skipped + summary.deferred + summary.rejected - listed.length;
  return [
    reach,
    row('discovered', String(summary.discovered)),
    row('published', String(summary.published), summary.dryRun ? 'not really: this was a dry run' : ''),
    row('skipped', String(summary.skipped)),
    row('deferred', String(summary.deferred), summary.deferred === 0 ? '' : 'fetched again by the next run'),
    row('rejected', String(summary.rejected)),
    ...listed.map(({ titleId, outcome, reason }) => style.dim(`    ${titleId} ${outcome}: ${reason}`)),
    ...(more > 0 ? [style.dim(`    and ${more} more`)] : []),
  ];
}

function watermarkRow({ watermark, watermarkHeld }: RunSummary, style: Style): string {
  if (watermarkHeld) return style.yellow(row('watermark', HELD));
  return row('watermark', watermark ?? 'not moved');
}
