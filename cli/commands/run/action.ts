import { join } from 'node:path';
import { DEFAULT_FEED } from '../../../events/feeds.ts';
import { UsageError } from '../../../operate/errors.ts';
import type { ExitCode } from '../../exit-codes.ts';
import { describeCost } from '../../input/describe-cost.ts';
import { buildExecutionInput, type InputOptions } from '../../input/execution-input.ts';
import { refuseEmptySweep } from '../../input/refuse-empty-sweep.ts';
import { uniqueExecutionName } from '../../../operate/executions/execution-name.ts';
import type { Io } from '../../../operate/io.ts';
import { createPrinter, type OutputOptions, type Printer } from '../../render/printer.ts';
import { explainRunError } from '../../runtime/explain-runtime-error.ts';
import { planRuntime, type LocalRuntimeOptions } from '../../runtime/plan.ts';
import type { Invocation } from '../../usage/declare.ts';
import type { Beginning } from './execution.ts';
import { findRun } from './run-record.ts';

/** The options of `run`. */
export interface RunOptions extends OutputOptions, LocalRuntimeOptions, InputOptions {
  readonly redrive?: string;
  readonly consume?: boolean;
  /** The number of days to sweep. */
  readonly days?: number;
}

/**
 * Ingests titles on this machine: starts the runtime in this process, starts or redrives an execution and follows it,
 * reads the stream back, and stops the runtime.
 */
export async function run({ options, io }: Invocation<RunOptions>): Promise<ExitCode> {
  const calledAt = io.monotonic();
  const printer = createPrinter(io, options);
  const { beginning, runtimeOptions } = await prepare(options, printer, io);
  const plan = await planRuntime(runtimeOptions, io);
  // The runtime and the SDKs load slowly, so all options are checked first.
  const { consume = false, days } = options;
  const planned = { runtimeOptions, plan: { ...plan, consume }, calledAt };
  if (days === undefined || beginning.input === undefined) {
    const { runPlanned } = await import('./ingest.ts');
    return runPlanned({ ...planned, beginning }, printer, io);
  }
  const { runDays } = await import('./days/run-days.ts');
  return runDays({ ...planned, days, input: beginning.input }, printer, io);
}

/** Checks the options and returns the execution to start or redrive, and the options of its runtime. */
async function prepare(
  options: RunOptions,
  printer: Printer,
  io: Io,
): Promise<{ readonly beginning: Beginning; readonly runtimeOptions: LocalRuntimeOptions }> {
  if (options.redrive !== undefined) {
    const warn = (message: string) => printer.warn(message);
    const { name, options: runtimeOptions } = await findRun(io.cwd, options.redrive, options, {
      warn,
      newestFirst: () => runsNewestFirst(io, warn),
    });
    return { beginning: { name, input: undefined }, runtimeOptions };
  }
  const now = io.now();
  // The input of the schedule at this moment, unless a window is given.
  const scheduled = { source: 'schedule', scheduledTime: new Date(now).toISOString() };
  const unlessGiven = options.window === undefined ? scheduled : {};
  const input = await buildExecutionInput(options, io, unlessGiven, DEFAULT_FEED);
  // The runtime of a single run has no services of its own.
  refuseEmptySweep(input);
  if (options.days !== undefined) refuseDaysWithout(input);
  // The credits of the stand-in cost nothing.
  if (options.live === true) for (const line of describeCost(input)) printer.note(line);
  return {
    beginning: { name: uniqueExecutionName(input, now), input, settings: options },
    runtimeOptions: options,
  };
}

/** @throws UsageError for days of an input that is not a sweep, or whose sweeps would not be kept */
function refuseDaysWithout({ feed, titleIds, plan, dryRun }: Readonly<Record<string, unknown>>): void {
  if (feed !== 'catalogue' || titleIds !== undefined) {
    throw new UsageError('--days compares sweeps: it goes with --feed catalogue --services NAMES');
  }
  if (plan === true || dryRun === true) {
    throw new UsageError('--days compares sweeps, and a plan or a dry run keeps none to compare with');
  }
}

/** Lists the names of the runs in `.local`. The runtime is loaded only then. */
async function runsNewestFirst(io: Io, warn: (message: string) => void): Promise<string[]> {
  try {
    const { runsNewestFirst: list } = await import('../../../local/composition/recorded-executions.ts');
    return await list(join(io.cwd, '.local'), warn);
  } catch (error) {
    throw explainRunError(error, io.interrupted);
  }
}
