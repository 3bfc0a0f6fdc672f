import type { ExitCode } from '../../exit-codes.ts';
import { buildExecutionInput, type InputOptions } from '../../input/execution-input.ts';
import { uniqueExecutionName } from '../../../operate/executions/execution-name.ts';
import type { Io } from '../../../operate/io.ts';
import { createPrinter, type OutputOptions, type Printer } from '../../render/printer.ts';
import { planRuntime, type LocalRuntimeOptions } from '../../runtime/plan.ts';
import type { Invocation } from '../../usage/declare.ts';
import type { Beginning } from './execution.ts';
import { findRun } from './run-record.ts';

/** The options of `run`. */
export interface RunOptions extends OutputOptions, LocalRuntimeOptions, InputOptions {
  readonly redrive?: string;
}

/**
 * Ingests titles on this machine from end to end: starts the runtime in this process, does what `start --watch` or
 * `redrive --watch` does, reads the stream back, and stops everything again.
 */
export async function run({ options, io }: Invocation<RunOptions>): Promise<ExitCode> {
  const calledAt = io.monotonic();
  const printer = createPrinter(io, options);
  const { beginning, runtimeOptions } = await prepare(options, printer, io);
  const plan = await planRuntime(runtimeOptions, io);
  // The runtime and the SDKs take longer to load than all checks: whoever has mistyped does not wait for them.
  const { runPlanned } = await import('./ingest.ts');
  return runPlanned({ beginning, runtimeOptions, plan, calledAt }, printer, io);
}

/** What to start or to redrive, and with which runtime; everything that the user gave is checked. */
async function prepare(
  options: RunOptions,
  printer: Printer,
  io: Io,
): Promise<{ readonly beginning: Beginning; readonly runtimeOptions: LocalRuntimeOptions }> {
  if (options.redrive !== undefined) {
    const { name, options: runtimeOptions } = await findRun(io.cwd, options.redrive, options, (message) =>
      printer.warn(message),
    );
    return { beginning: { name, input: undefined }, runtimeOptions };
  }
  const now = io.now();
  // What the schedule would send at this moment, unless a window is asked for.
  const scheduled = { source: 'schedule', scheduledTime: new Date(now).toISOString() };
  const unlessGiven = options.window === undefined ? scheduled : {};
  const input = await buildExecutionInput(options, io, unlessGiven);
  return {
    beginning: { name: uniqueExecutionName(input, now), input, settings: options },
    runtimeOptions: options,
  };
}
