import pico from 'picocolors';
import type { StreamEvent } from '../../../events/types.ts';
import { duration } from '../../render/bar.ts';
import { nameOf } from '../../aws/arns.ts';
import { adviceFor } from '../../views/advice.ts';
import { readableCause } from '../../views/readable-cause.ts';
import { type RunOutcome, type RunTraces } from './outcome.ts';

const LABEL_WIDTH = 12;
/** How many of the titles that were set aside are listed one by one. */
const LISTED = 5;
const HELD = 'stays: more titles are deferred than can be a matter of single titles';

function row(label: string, ...values: string[]): string {
  return `  ${label.padEnd(LABEL_WIDTH)}${values.filter((value) => value !== '').join('  ')}`.trimEnd();
}

/** `3173903  added  Breaking Bad (2008), tv_series: Netflix, Amazon`. */
function describeEvent({ subject, type, data }: StreamEvent): string {
  const year = data.year === null ? '' : ` (${data.year})`;
  const providers = [...new Set(data.sources.map((source) => source.name))];
  const shown =
    providers.slice(0, 3).join(', ') + (providers.length > 3 ? ` and ${providers.length - 3} more` : '');
  const where = providers.length === 0 ? 'nowhere to watch' : shown;
  return `  ${subject.padEnd(9)} ${type.replace('tvguide.title.', '').padEnd(9)}${data.title}${year}, ${data.type}: ${where}`;
}

/** The end of a run for a person: what became of every title, and how to go on. */
export function describeOutcome(outcome: RunOutcome, traces: RunTraces, color: boolean): string {
  const colors = pico.createColors(color);
  const { status, summary, stream, credits } = outcome;
  const took = duration(outcome.elapsedMs);
  const lines =
    status === 'SUCCEEDED'
      ? [`${colors.green('Run succeeded')} in ${took}`]
      : [`${colors.red(`Run ${status === 'TIMED_OUT' ? 'timed out' : status.toLowerCase()}`)} after ${took}`];
  if (outcome.error !== undefined) {
    lines.push('', row('error', colors.bold(outcome.error)));
    if (outcome.cause) lines.push(row('cause', readableCause(outcome.cause)));
    const advice = adviceFor(outcome.error);
    if (advice !== undefined) lines.push(row('advice', advice.remedy));
  }
  if (summary !== undefined) {
    const { window } = summary;
    lines.push(
      '',
      row('feed', summary.feed, window === null ? '' : `${window.start} to ${window.end}`),
      row('discovered', String(summary.discovered)),
      row('published', String(summary.published), summary.dryRun ? 'not really: this was a dry run' : ''),
      row('skipped', String(summary.skipped)),
      row(
        'deferred',
        String(summary.deferred),
        summary.deferred === 0 ? '' : 'fetched again by the next run',
      ),
      row('rejected', String(summary.rejected)),
    );
    if (summary.skippedBecause !== null) lines.push(row('not run', summary.skippedBecause));
    if (summary.watermarkHeld) lines.push(colors.yellow(row('watermark', HELD)));
    const listed = summary.setAside.slice(0, LISTED);
    lines.push(
      ...listed.map(({ titleId, outcome: why, reason }) => colors.dim(`    ${titleId} ${why}: ${reason}`)),
    );
    const more = summary.skipped + summary.deferred + summary.rejected - listed.length;
    if (more > 0) lines.push(colors.dim(`    and ${more} more`));
  }
  if (traces.retries !== '') lines.push(row('retries', traces.retries));
  if (credits.spent !== null) lines.push(row('credits', `${credits.spent} spent`));
  if (stream !== null) {
    const { records, events, distinctIds } = stream;
    const asReadBack = `as read back: ${events} events with ${distinctIds} distinct ids`;
    const whose = traces.isRedrive ? ' of this redrive' : '';
    lines.push('', row('stream', `${traces.streamName} holds ${records} records${whose}, ${asReadBack}`));
    lines.push(...traces.samples.map(describeEvent));
    if (traces.foreign > 0) {
      lines.push(
        colors.yellow(`  ${traces.foreign} parts of records are no events of ours: ${traces.foreignSample}`),
      );
    }
  }
  if (traces.fault !== undefined) lines.push(colors.red(`  ${traces.fault}`));
  const show = `npm run tvguide -- show ${nameOf(outcome.executionArn)} --local`;
  lines.push('', row('history', `kept in ${traces.dataFolder}: \`npm run dev\`, then \`${show}\``));
  if (status !== 'SUCCEEDED') {
    lines.push(
      '',
      `Run again only what did not succeed: ${colors.bold(redriveCommand(outcome.executionArn))}`,
    );
  }
  return `${lines.join('\n')}\n`;
}

/** The command that picks the run up. */
export function redriveCommand(executionArn: string): string {
  return `npm start -- --redrive ${nameOf(executionArn)}`;
}
