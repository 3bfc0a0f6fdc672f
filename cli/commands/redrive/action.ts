import { nameOf } from '../../../workflow/arns.ts';
import { type Session, withStepFunctions } from '../../session.ts';
import { type ConfirmOptions, ensureAnswerable, isConfirmed } from '../../confirm.ts';
import { ExitCode } from '../../exit-codes.ts';
import { mapInParallel } from '../../../operate/parallel.ts';
import { colourStatus } from '../../render/execution-status.ts';
import { formatTable } from '../../render/table.ts';
import { findPermanentCause, type PermanentCause } from '../../../operate/executions/permanent-cause.ts';
import { redriveExecution } from '../../../operate/executions/redrive-execution.ts';
import {
  describeRedrive,
  ensureRedrivable,
  redrivePreview,
  type RedrivePreview,
  redriveWarnings,
} from '../../../operate/executions/redrive-preview.ts';
import { withProgressTables } from '../../../operate/feeds/progress-tables.ts';
import { chooseTargets, type TargetChoice } from './targets.ts';
import type { Invocation } from '../../usage/declare.ts';
import type { ServiceOptions } from '../../usage/options.ts';
import { watchExecution } from '../../progress/watch-execution.ts';

export interface RedriveOptions extends ServiceOptions, TargetChoice, ConfirmOptions {
  readonly watch?: boolean;
  /** The number of executions that are redriven at once. */
  readonly parallel: number;
}

/** One of several executions, and the reason to leave it out. */
interface Target {
  readonly preview: RedrivePreview;
  readonly permanent: PermanentCause | null;
}

/** The result for one execution. */
interface RedriveResult {
  readonly executionArn: string;
  readonly redriven: boolean;
  readonly reason: string | null;
}

/** Redrives executions. */
export async function redrive(invocation: Invocation<RedriveOptions>): Promise<ExitCode> {
  const { operands, options, io } = invocation;
  ensureAnswerable('redrive', options, io);
  return withStepFunctions(invocation, async (session) => {
    const targets = await chooseTargets(session.sfn, operands[0], options, io);
    const previews = await withProgressTables(session.sfn, io, (tables) =>
      mapInParallel(targets, options.parallel, (target) =>
        redrivePreview(session.sfn, tables, target, { ownFeed: session.ownFeed }),
      ),
    );
    const [only] = previews;
    return options.allFailed === true || only === undefined
      ? redriveMany(session, previews, options)
      : redriveOne(session, only, options);
  });
}

async function redriveOne(
  session: Session,
  preview: RedrivePreview,
  options: RedriveOptions,
): Promise<ExitCode> {
  ensureRedrivable(preview);
  const { sfn, printer, command } = session;
  const { executionArn, redriveCount, states, mapRun, overtaker, creditsTwice } = preview;
  const name = nameOf(executionArn);
  printer.note(describeRedrive(preview));
  for (const warning of redriveWarnings(preview)) printer.warn(warning);
  if (!(await mayRedrive(session, options, `Redrive ${name}?`))) return ExitCode.Failure;
  const redriveDate = await redriveExecution(sfn, preview);
  if (options.watch === true) return watchExecution(session, { executionArn, minRedrives: redriveCount + 1 });
  printer.json({
    executionArn,
    redriven: true,
    redriveDate,
    states,
    titles: mapRun?.titles ?? null,
    credits: mapRun?.credits ?? null,
    overtakenBy: overtaker?.executionArn ?? null,
    creditsTwice,
  });
  printer.result(executionArn);
  printer.note(`redriven; follow it with \`${command(`watch ${name}`)}\``);
  return ExitCode.Success;
}

async function redriveMany(
  session: Session,
  previews: readonly RedrivePreview[],
  options: RedriveOptions,
): Promise<ExitCode> {
  const { sfn, printer, command } = session;
  const targets = await mapInParallel(previews, options.parallel, async (preview) => ({
    preview,
    permanent: preview.refusal === null ? await findPermanentCause(sfn, preview) : null,
  }));
  const possible = previews.filter(
    ({ refusal }, index) => refusal === null && targets[index]?.permanent === null,
  );
  for (const { preview, permanent } of targets) {
    if (permanent !== null) printer.warn(describeLeftOut(nameOf(preview.executionArn), permanent, command));
  }
  if (possible.length === 0) {
    printer.note('there is nothing to redrive');
  } else {
    printer.note(
      formatTable(
        ['execution', 'status', 'runs again', 'titles', 'credits at most', 'overtaken by'],
        possible.map(({ executionArn, status, states, mapRun, overtaker }) => [
          nameOf(executionArn),
          colourStatus(status, printer.noteStyle),
          states.join(', '),
          mapRun === null ? '' : `${mapRun.titles.again} of ${mapRun.titles.total}`,
          String(mapRun?.credits ?? ''),
          overtaker === null ? '' : nameOf(overtaker.executionArn),
        ]),
        printer.noteStyle,
      ),
    );
    for (const warning of possible.flatMap(redriveWarnings)) printer.warn(warning);
    const question = `Redrive ${possible.length === 1 ? 'this execution' : `these ${possible.length} executions`}?`;
    if (!(await mayRedrive(session, options, question))) return ExitCode.Failure;
  }
  const results = await mapInParallel(targets, options.parallel, (target) => attempt(session, target));
  printer.json({ results });
  if (results.length > 0) {
    const { green, red } = printer.style;
    const rows = results.map(({ executionArn, redriven, reason }) => [
      nameOf(executionArn),
      redriven ? green('redriven') : red('not redriven'),
      reason ?? '',
    ]);
    printer.result(formatTable(['execution', 'result', 'reason'], rows, printer.style));
  }
  return results.every(({ redriven }) => redriven) ? ExitCode.Success : ExitCode.Failure;
}

/** Says why an execution is left out, and what to do. */
function describeLeftOut(
  name: string,
  { advice: { summary, remedy, redriveHelps } }: PermanentCause,
  command: Session['command'],
): string {
  const next = redriveHelps
    ? `After that: \`${command(`redrive ${name}`)}\`.`
    : `\`${command(`why ${name}`)}\` has the message.`;
  return `${name} is left out, because a redrive fails in the same way. ${summary} ${remedy} ${next}`;
}

/** Redrives one of several executions. A refused redrive does not stop the others. */
async function attempt({ sfn }: Session, { preview, permanent }: Target): Promise<RedriveResult> {
  const { executionArn, refusal } = preview;
  if (refusal !== null) return { executionArn, redriven: false, reason: refusal };
  if (permanent !== null) {
    return { executionArn, redriven: false, reason: `a redrive fails in the same way: ${permanent.error}` };
  }
  try {
    await redriveExecution(sfn, preview);
    return { executionArn, redriven: true, reason: null };
  } catch (error) {
    // Other errors concern all executions.
    if (!(error instanceof Error && error.name === 'ExecutionNotRedrivable')) throw error;
    return { executionArn, redriven: false, reason: error.message };
  }
}

async function mayRedrive(
  { io, printer }: Session,
  options: RedriveOptions,
  question: string,
): Promise<boolean> {
  const may = await isConfirmed(question, options, io);
  if (!may) printer.note('nothing was redriven');
  return may;
}
