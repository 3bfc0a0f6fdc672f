import { nameOf } from '../../aws/arns.ts';

import { counted } from '../../render/plural.ts';
import type { Printer } from '../../render/printer.ts';
import type { FailureNode } from '../../views/failure-chain.ts';
import type { RootCause } from '../../views/root-cause.ts';

/** What can be done about the execution as a whole. */
export interface RedriveFacts {
  readonly executionArn: string;
  readonly redriveStatus: string | undefined;
  readonly redriveStatusReason: string | undefined;
  readonly sameTarget: string;
}

/** How many titles are named before the rest is counted. */
const NAMED_TITLES = 10;

/** Prints the way down to what went wrong, and for each cause what it means and what to do. */
export function printFailure(
  printer: Printer,
  failure: FailureNode,
  causes: readonly RootCause[],
  facts: RedriveFacts,
): void {
  const { style } = printer;
  printNode(printer, failure, 0);
  for (const cause of causes) {
    printer.result(`\n${style.bold(style.red(cause.error))}`);
    for (const line of describeCause(cause)) printer.result(`  ${line}`);
  }
  printer.result(`\n${describeRedrive(causes, facts)}`);
}

function printNode(
  printer: Printer,
  { link, causes, count, notLookedInto }: FailureNode,
  depth: number,
): void {
  const { style } = printer;
  const indent = '  '.repeat(depth);
  const alike = count > 1 ? ` ${style.dim(`(and ${count - 1} more like it)`)}` : '';
  printer.result(
    `${indent}${style.dim('execution')} ${nameOf(link.executionArn)} ${style.red(link.status)}${alike}`,
  );
  const where = link.state === undefined ? '' : `${style.dim('in')} ${style.bold(link.state)}`;
  const attempt = link.attempts > 0 ? ` ${style.dim(`on attempt ${link.attempts}`)}` : '';
  const place = `${where}${attempt}`;
  printer.result(`${indent}  ${place === '' ? '' : `${place}: `}${link.error}: ${link.message}`);
  for (const cause of causes) printNode(printer, cause, depth + 2);
  if (notLookedInto > 0) {
    printer.result(
      `${indent}    ${style.dim(`${counted(notLookedInto, 'more child', 'more children')} did not succeed; --children N looks into them, too`)}`,
    );
  }
}

function describeCause({ state, attempts, allowedRetries, titleIds, message, advice }: RootCause): string[] {
  return [
    ...(state === undefined ? [] : [`state    ${state}`]),
    ...(titleIds.length === 0 ? [] : [`titles   ${nameTitles(titleIds)}`]),
    ...(attempts === 0 ? [] : [`attempt  ${attempts}${describeRetry(allowedRetries)}`]),
    ...(message === '' ? [] : [`message  ${message}`]),
    ...(advice === undefined ? [] : [`meaning  ${advice.summary}`, `remedy   ${advice.remedy}`]),
  ];
}

function describeRetry(allowed: number | undefined): string {
  if (allowed === undefined) return '';
  return allowed === 0
    ? '; this error is not retried'
    : `; this error is retried ${counted(allowed, 'time', 'times')}`;
}

function nameTitles(titleIds: readonly number[]): string {
  const named = titleIds.slice(0, NAMED_TITLES).join(', ');
  return titleIds.length <= NAMED_TITLES ? named : `${named} and ${titleIds.length - NAMED_TITLES} more`;
}

function describeRedrive(causes: readonly RootCause[], facts: RedriveFacts): string {
  const { redriveStatus, redriveStatusReason = '', executionArn, sameTarget } = facts;
  if (redriveStatus === 'NOT_REDRIVABLE') {
    return `A redrive is not possible: ${redriveStatusReason}. Start another execution over the same window.`;
  }
  const hopeless = causes.filter(({ advice }) => advice?.redriveHelps === false);
  const command = `tvguide redrive ${nameOf(executionArn)}${sameTarget}`;
  if (causes.length > 0 && hopeless.length === causes.length) {
    return `A redrive will not help: it would fail in the same way. ${hopeless[0]?.advice?.remedy ?? ''}`.trim();
  }
  return `A redrive runs again only what did not succeed: ${command}`;
}
