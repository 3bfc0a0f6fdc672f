import { nameOf } from '../../../operate/aws/arns.ts';
import { type Session, withStepFunctions } from '../../session.ts';
import { type ConfirmOptions, ensureAnswerable, isConfirmed } from '../../confirm.ts';
import { ExitCode } from '../../exit-codes.ts';
import { mapInParallel } from '../../../operate/parallel.ts';
import { colourStatus } from '../../render/execution-status.ts';
import { counted } from '../../../operate/format/plural.ts';
import { formatTable } from '../../render/table.ts';
import type { ClaimItem } from '../../../events/types.ts';
import {
  creditsTwice,
  describeOvertaker,
  findOvertaker,
} from '../../../operate/executions/find-overtaker.ts';
import {
  describePlan,
  planPossibleRedrive,
  planRedrive,
  redriveExecution,
  type RedrivePlan,
} from '../../../operate/executions/redrive-execution.ts';
import { ProgressTables } from '../../../operate/feeds/progress-tables.ts';
import { chooseTargets, type TargetChoice } from './targets.ts';
import type { Invocation } from '../../usage/declare.ts';
import type { ServiceOptions } from '../../usage/options.ts';
import { watchExecution } from '../../progress/watch-execution.ts';

export interface RedriveOptions extends ServiceOptions, TargetChoice, ConfirmOptions {
  readonly watch?: boolean;
  /** How many executions are redriven at once. */
  readonly parallel: number;
}

/** What became of one execution. */
interface RedriveResult {
  readonly executionArn: string;
  readonly redriven: boolean;
  readonly reason: string | null;
}

/** Redrives executions: only what did not succeed runs again. */
export async function redrive(invocation: Invocation<RedriveOptions>): Promise<ExitCode> {
  const { operands, options, io } = invocation;
  ensureAnswerable('redrive', options, io);
  return withStepFunctions(invocation, async (session) => {
    const targets = await chooseTargets(session.sfn, operands[0], options, io);
    const tables = new ProgressTables(session.sfn, io);
    const overtakerOf = ({ refusal, description }: RedrivePlan) =>
      refusal === undefined
        ? findOvertaker(tables, description, (message) => session.printer.warn(message))
        : Promise.resolve(null);
    try {
      if (options.allFailed === true) return await redriveMany(session, targets, options, overtakerOf);
      return await redriveOne(session, targets[0] ?? '', options, overtakerOf);
    } finally {
      await tables.close();
    }
  });
}

/** Finds the run that has overtaken another. */
type OvertakerOf = (plan: RedrivePlan) => Promise<ClaimItem | null>;

async function redriveOne(
  session: Session,
  executionArn: string,
  options: RedriveOptions,
  overtakerOf: OvertakerOf,
): Promise<ExitCode> {
  const { sfn, printer, command } = session;
  const plan = await planPossibleRedrive(sfn, executionArn);
  const overtaker = await overtakerOf(plan);
  const name = nameOf(executionArn);
  printer.note(describePlan(plan));
  if (overtaker !== null) printer.warn(describeOvertaker(overtaker, plan));
  if (!(await mayRedrive(session, options, `Redrive ${name}?`))) return ExitCode.Failure;
  const redriveDate = await redriveExecution(sfn, plan);
  if (options.watch === true)
    return watchExecution(session, { executionArn, minRedrives: plan.redriveCount + 1 });
  printer.json({
    executionArn,
    redriven: true,
    redriveDate,
    states: plan.states,
    titles: plan.titles ?? null,
    overtakenBy: overtaker?.executionArn ?? null,
    creditsTwice: overtaker === null ? 0 : creditsTwice(plan),
  });
  printer.result(executionArn);
  printer.note(`redriven; follow it with \`${command(`watch ${name}`)}\``);
  return ExitCode.Success;
}

async function redriveMany(
  session: Session,
  targets: readonly string[],
  options: RedriveOptions,
  overtakerOf: OvertakerOf,
): Promise<ExitCode> {
  const { sfn, printer } = session;
  const plans = await mapInParallel(targets, options.parallel, async (target) => {
    const plan = await planRedrive(sfn, target, false);
    return { ...plan, overtaker: await overtakerOf(plan) };
  });
  const possible = plans.filter(({ refusal }) => refusal === undefined);
  if (possible.length === 0) {
    printer.note('there is nothing to redrive');
  } else {
    printer.note(
      formatTable(
        ['execution', 'status', 'runs again from', 'overtaken by'],
        possible.map(({ executionArn, status, states, overtaker }) => [
          nameOf(executionArn),
          colourStatus(status, printer.noteStyle),
          states.join(', '),
          overtaker === null ? '' : nameOf(overtaker.executionArn),
        ]),
        printer.noteStyle,
      ),
    );
    const twice = possible.filter(({ overtaker, fetchesTitles }) => overtaker !== null && fetchesTitles);
    if (twice.length > 0) {
      printer.warn(
        `a redrive of ${counted(twice.length, 'run that was overtaken', 'runs that were overtaken')} may buy titles twice; \`tvguide redrive NAME\` counts them before it asks`,
      );
    }
    const question = `Redrive ${possible.length === 1 ? 'this execution' : `these ${possible.length} executions`}?`;
    if (!(await mayRedrive(session, options, question))) return ExitCode.Failure;
  }
  const results = await mapInParallel(plans, options.parallel, (plan) => attempt(session, plan));
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

/** One execution that cannot be redriven must not keep the others from it. */
async function attempt({ sfn }: Session, plan: RedrivePlan): Promise<RedriveResult> {
  const { executionArn, refusal } = plan;
  if (refusal !== undefined) return { executionArn, redriven: false, reason: refusal };
  try {
    await redriveExecution(sfn, plan);
    return { executionArn, redriven: true, reason: null };
  } catch (error) {
    // Anything but AWS's own refusal concerns all of them alike.
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
