import { nameOf } from '../../../workflow/arns.ts';
import { formatMoment } from '../../../operate/format/moment.ts';
import { counted } from '../../../operate/format/plural.ts';
import type { Printer } from '../../render/printer.ts';
import {
  describeRedriveCost,
  type RedrivePreview,
  redriveWarnings,
} from '../../../operate/executions/redrive-preview.ts';
import type { FailureNode } from '../../../operate/run/failure-chain.ts';
import type { RootCause } from '../../../operate/run/root-cause.ts';
import type { LogLine } from '../../../operate/run/attempt-log.ts';
import { nameTitle, type TitleNames } from '../../title-names.ts';
import type { WayOn } from './ways-on.ts';

/** A root cause with the log lines of the last attempt. */
export interface CauseWithLog extends RootCause {
  readonly log: readonly LogLine[];
}

/** The facts of the execution beside its failure chain. */
export interface FailureFacts {
  readonly preview: RedrivePreview;
  readonly ways: readonly WayOn[];
  /** The options with which `start` repeats the execution; undefined when there are none. */
  readonly startOptions: string | undefined;
  /** A command line to paste. */
  readonly command: (words: string) => string;
  /** The command line that redrives the execution. */
  readonly redrive: string;
  readonly names: TitleNames;
}

/** The number of titles that are listed; the rest is counted. */
const NAMED_TITLES = 10;

/** Prints the failure chain, and the meaning and the remedy of each root cause. */
export function printFailure(
  printer: Printer,
  failure: FailureNode,
  causes: readonly CauseWithLog[],
  facts: FailureFacts,
): void {
  const { style } = printer;
  printNode(printer, failure, 0, facts);
  for (const cause of causes) {
    printer.result(`\n${style.bold(style.red(cause.error))}`);
    for (const line of describeCause(cause, facts.names)) printer.result(`  ${line}`);
  }
}

function printNode(
  printer: Printer,
  { link, causes, count, notLookedInto, stopped }: FailureNode,
  depth: number,
  facts: FailureFacts,
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
  for (const cause of causes) printNode(printer, cause, depth + 2, facts);
  const note = (text: string) => printer.result(`${indent}    ${style.dim(text)}`);
  if (stopped > 0)
    note(`${counted(stopped, 'other child was', 'other children were')} stopped because of it`);
  if (notLookedInto > 0) {
    const all = causes.reduce((sum, cause) => sum + cause.count, notLookedInto);
    const hint = facts.command(`why ${nameOf(facts.preview.executionArn)} --children ${all}`);
    note(`${counted(notLookedInto, 'more child', 'more children')} failed; look into them, too: ${hint}`);
  }
}

function describeCause(
  { state, attempts, allowedRetries, titleIds, message, advice, log }: CauseWithLog,
  names: TitleNames,
): string[] {
  return [
    ...(state === undefined ? [] : [`state    ${state}`]),
    ...(titleIds.length === 0 ? [] : [`titles   ${nameTitles(titleIds, names)}`]),
    ...(attempts === 0 ? [] : [`attempt  ${attempts}${describeRetry(allowedRetries)}`]),
    ...(message === '' ? [] : [`message  ${message}`]),
    ...log.map(({ at, level, text }, index) => {
      const time = new Date(at).toISOString().slice('2026-11-24T'.length);
      return `${index === 0 ? 'log' : '   '}      ${time} ${level} ${text}`;
    }),
    ...(advice === undefined ? [] : [`meaning  ${advice.summary}`, `remedy   ${advice.remedy}`]),
  ];
}

function describeRetry(allowed: number | undefined): string {
  if (allowed === undefined) return '';
  return allowed === 0
    ? '; this error is not retried'
    : `; this error is retried ${counted(allowed, 'time', 'times')}`;
}

function nameTitles(titleIds: readonly number[], names: TitleNames): string {
  const named = titleIds
    .slice(0, NAMED_TITLES)
    .map((titleId) => nameTitle(titleId, names))
    .join(', ');
  return titleIds.length <= NAMED_TITLES ? named : `${named} and ${titleIds.length - NAMED_TITLES} more`;
}

/** Describes the ways to continue, the cheapest first. */
export function describeWaysOn(causes: readonly RootCause[], facts: FailureFacts): string[] {
  const { preview, ways } = facts;
  if (preview.refusal !== null) {
    return [`A redrive is not possible: ${preview.refusal}.`, ...ways.map((way) => describeWay(way, facts))];
  }
  if (!ways.some(({ way }) => way === 'redrive')) {
    const [first] = causes;
    return [`A redrive will not help: it would fail in the same way. ${first?.advice?.remedy ?? ''}`.trim()];
  }
  return [
    ...(preview.overtaker === null ? [] : redriveWarnings(preview)),
    `A redrive runs again only what did not succeed: ${facts.redrive}`,
    'Ways to continue, the cheapest first:',
    ...ways.map((way) => describeWay(way, facts)),
  ];
}

const WAY_WIDTH = 9;

function describeWay(wayOn: WayOn, { preview, startOptions, command }: FailureFacts): string {
  const { way, titles, credits, boughtTwice, redriver, redriveAt } = wayOn;
  const label = `  ${way.padEnd(WAY_WIDTH)} `;
  const cost =
    titles === null || credits === null
      ? 'fetches all titles of the listing'
      : `fetches ${counted(titles, 'title', 'titles')}, for at most ${counted(credits, 'credit', 'credits')}`;
  switch (way) {
    case 'redrive':
      return `${label}${describeRedriveCost(preview)}`;
    case 'wait':
      return `${label}the same, automatically: ${redriver ?? ''} of redrive-failed-run waits to redrive it${redriveAt === undefined ? '' : ` at ${formatMoment(new Date(redriveAt))}`}`;
    case 'fresh run': {
      const twice = boughtTwice === 0 ? '' : `, ${boughtTwice} of them for titles that were fetched already`;
      const how = startOptions === undefined ? '' : `: ${command(`start${startOptions}`)}`;
      return `${label}${cost}${twice}${how}`;
    }
  }
}
