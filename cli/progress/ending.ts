import type { DescribeExecutionOutput } from '@aws-sdk/client-sfn';
import { conformsTo } from '../../events/validate.ts';
import type { RunSummary } from '../../events/types.ts';
import { nameOf } from '../aws/arns.ts';
import { statusFor } from '../aws/interrupted.ts';
import { ExitCode } from '../exit-codes.ts';
import { duration } from '../render/bar.ts';
import { colourStatus } from '../render/execution-status.ts';
import type { Printer, Style } from '../render/printer.ts';
import { readableCause } from '../views/readable-cause.ts';
import { statusOf, type Visit } from '../views/state-visits.ts';
import { adviceFor } from '../views/advice.ts';

/** How an execution ended, as `--json` prints it. */
export interface Ending {
  readonly executionArn: string;
  readonly status: string;
  readonly elapsedMs: number | null;
  readonly redriveCount: number;
  /** The execution's output; null without one. */
  readonly output: unknown;
  /** The state that failed. */
  readonly failedState?: string;
  readonly error?: string;
  readonly cause?: string;
}

/** What DescribeExecution and the history say of an execution that has ended. */
export function endingOf(description: DescribeExecutionOutput, visits: readonly Visit[]): Ending {
  const { executionArn = '', startDate, stopDate, output, error, cause, redriveCount = 0 } = description;
  const status = statusFor(description);
  const failed =
    status === 'SUCCEEDED' ? undefined : visits.findLast((visit) => statusOf(visit, false) === 'failed');
  return {
    executionArn,
    status,
    elapsedMs:
      startDate === undefined || stopDate === undefined ? null : stopDate.getTime() - startDate.getTime(),
    redriveCount,
    output: output === undefined ? null : (JSON.parse(output) as unknown),
    ...(failed === undefined ? {} : { failedState: failed.name }),
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause: readableCause(cause) }),
  };
}

/** 0 for success, 1 for anything else. */
export function exitCodeOf({ status }: Ending): ExitCode {
  return status === 'SUCCEEDED' ? ExitCode.Success : ExitCode.Failure;
}

/** Prints the ending: the summary, or what failed and how to go on. */
export function printEnding(ending: Ending, printer: Printer, sameTarget: string): void {
  const { style } = printer;
  printer.json(ending);
  const took =
    ending.elapsedMs === null
      ? ''
      : ` ${ending.status === 'SUCCEEDED' ? 'in' : 'after'} ${duration(ending.elapsedMs)}`;
  const name = nameOf(ending.executionArn);
  printer.result(`${colourStatus(ending.status, style)}${took}  ${name}`);
  for (const line of detailsOf(ending, style)) printer.result(`  ${line}`);
  if (ending.status === 'SUCCEEDED') return;
  printer.note(`why:     tvguide why ${name}${sameTarget}`);
  const advice = adviceFor(ending.error ?? '');
  printer.note(
    advice?.redriveHelps === false
      ? `next:    ${advice.remedy}`
      : `redrive: tvguide redrive ${name}${sameTarget}`,
  );
}

function detailsOf(ending: Ending, style: Style): string[] {
  const { failedState, error, cause, output } = ending;
  if (error !== undefined || failedState !== undefined) {
    return [
      ...(failedState === undefined ? [] : [`state  ${failedState}`]),
      ...(error === undefined ? [] : [`error  ${style.bold(error)}`]),
      ...(cause === undefined || cause === '' ? [] : [`cause  ${cause}`]),
    ];
  }
  if (output === null) return [];
  return conformsTo('RunSummary', output) ? describeSummary(output) : [JSON.stringify(output)];
}

function describeSummary(summary: RunSummary): string[] {
  const { feed, window, discovered, published, skipped, deferred, rejected } = summary;
  const { creditsUsed, watermark, watermarkHeld, dryRun, skippedBecause } = summary;
  if (skippedBecause !== null) return [`not run    ${skippedBecause}`];
  return [
    `feed       ${feed}${window === null ? '' : `, ${window.start} to ${window.end}`}${dryRun ? ' (dry run)' : ''}`,
    `titles     ${discovered} discovered = ${published} published + ${skipped} skipped + ${deferred} deferred + ${rejected} rejected`,
    `credits    ${creditsUsed} used`,
    `watermark  ${watermark ?? (watermarkHeld ? 'stays: too many titles are deferred' : 'not moved')}`,
  ];
}
