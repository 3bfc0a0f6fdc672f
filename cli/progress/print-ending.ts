import { nameOf } from '../../workflow/arns.ts';
import { ExitCode } from '../exit-codes.ts';
import type { Printer, Style } from '../render/printer.ts';
import { row } from '../render/rows.ts';
import { describeWorkTime } from '../render/work-time.ts';
import { adviceFor } from '../../operate/run/advice.ts';
import type { RootCause } from '../../operate/run/root-cause.ts';
import type { RunResult } from './run-result.ts';
import { describeLosses, lostMost } from './losses.ts';
import { summaryRows, watermarkRows } from './summary-rows.ts';
import { nameTitle, NO_NAMES, type TitleNames } from '../title-names.ts';

/** Returns 0 for success, else 1. A run that lost most of its titles is a failure. */
export function exitCodeOf({ status, summary }: RunResult): ExitCode {
  const isSound = status === 'SUCCEEDED' && !(summary !== undefined && lostMost(summary));
  return isSound ? ExitCode.Success : ExitCode.Failure;
}

/** Returns the ending for `--json`. */
export function endingAsJson(ending: RunResult, causes: readonly RootCause[]) {
  const { executionArn, status, elapsedMs, workTime, redriveCount, output } = ending;
  const { failedState, error, cause } = ending;
  const rootCauses = causes.length === 0 ? undefined : causes;
  const times = { elapsedMs, ...workTime };
  return { executionArn, status, ...times, redriveCount, output, failedState, error, cause, rootCauses };
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
  /** True if those are the credits of a redrive only. @default false */
  readonly isRedrive?: boolean;
  /** The names of titles without a record. @default none */
  readonly names?: TitleNames;
  /** The faults of the stand-in that the user has asked for with `--faults`. */
  readonly faults?: string;
}

/** Describes the ending: the counts of titles, or the failure with its remedy. */
export function describeEnding(ending: RunResult, facts: EndingFacts, style: Style): string {
  const { creditsSpent, isRedrive = false, names = NO_NAMES } = facts;
  const { summary, retries, output } = ending;
  const credits = creditsSpent ?? summary?.creditsUsed;
  return [
    heading(ending, style),
    '',
    row('execution', nameOf(ending.executionArn)),
    ...failureRows(ending, style),
    ...facts.causes.flatMap((cause) => causeRows(cause, ending, facts)),
    ...(summary === undefined ? [] : summaryRows(summary, names, style)),
    ...(retries === '' ? [] : [row('retries', retries)]),
    ...(credits === undefined
      ? []
      : [row('credits', `${credits} spent${isRedrive ? ofRedrive(summary) : ''}`)]),
    ...(summary === undefined ? [] : watermarkRows(summary, style)),
    ...(summary === undefined && output !== null ? [row('output', JSON.stringify(output))] : []),
  ].join('\n');
}

/** Tells the credits of a redrive from those of its whole run, which are known once it has succeeded. */
function ofRedrive(summary: RunResult['summary']): string {
  return ` by this redrive${summary === undefined ? '' : `, ${summary.creditsUsed} by the whole run`}`;
}

function heading({ status, elapsedMs, workTime, summary }: RunResult, style: Style): string {
  const succeeded = status === 'SUCCEEDED';
  const word = `Run ${status.toLowerCase().replace('_', ' ')}`;
  const took = elapsedMs === null ? '' : ` ${succeeded ? 'in' : 'after'} ${describeWorkTime(workTime)}`;
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
  { names = NO_NAMES, faults }: EndingFacts,
): string[] {
  const [title] = titleIds;
  const isTheEndItself = error === ending.error && state === ending.failedState;
  const place = state === undefined ? '' : `in ${state}`;
  const example = title === undefined ? '' : `title ${nameTitle(title, names)}`;
  const isOwn = faults !== undefined && error.startsWith('Watchmode.');
  const remedy = isOwn
    ? `The stand-in failed as --faults ${faults} says. Redrive without --faults.`
    : advice?.remedy;
  const alike = count > 1 ? `and ${count - 1} more like it` : '';
  const where = [place, example, alike].filter((text) => text !== '').join(', ');
  return [
    ...(isTheEndItself ? [] : [row('because', message === '' ? error : `${error}: ${message}`)]),
    ...(isTheEndItself || where === '' ? [] : [row('', where)]),
    ...(remedy === undefined ? [] : [row('advice', remedy)]),
  ];
}
