import { omitUndefined } from '../../../events/omit-undefined.ts';
import { nameOf } from '../../../workflow/arns.ts';
import { ExitCode } from '../../exit-codes.ts';
import type { Io } from '../../../operate/io.ts';
import { explainEnding } from '../../progress/explain-ending.ts';
import { exitCodeOf, printNext } from '../../progress/print-ending.ts';
import { namesOfEnding } from '../../progress/names-of-ending.ts';
import type { Printer } from '../../render/printer.ts';
import type { RuntimePlan, LocalRuntimeOptions } from '../../runtime/plan.ts';
import { type Beginning, runToItsEnd } from './execution.ts';
import { outcomeAsJson, type RunOutcome, streamFault } from './outcome.ts';
import { describeNextSweep } from './next-sweep.ts';
import { nameSources, titlesWithoutRecord } from './notices.ts';
import { describeOutcome, nextCommandsOf } from './report.ts';
import { readStreamBack, waitForConsumer } from './what-is-left.ts';
import { type StartedRuntime, withRuntime } from './with-runtime.ts';

/** A run with checked options. */
export interface PlannedRun {
  readonly beginning: Beginning;
  readonly runtimeOptions: LocalRuntimeOptions;
  readonly plan: RuntimePlan;
  /** The moment of the call, by the monotonic clock of {@link Io}. */
  readonly calledAt: number;
}

/** Starts the runtime, runs the execution to its end, reads the stream back and prints the outcome. */
export function runPlanned(
  { beginning, runtimeOptions, plan, calledAt }: PlannedRun,
  printer: Printer,
  io: Io,
): Promise<ExitCode> {
  return withRuntime(plan, printer, io, async (started) => {
    const outcome = await ingest(beginning, started, calledAt);
    started.view.stop();
    print({ ...outcome, ...omitUndefined({ faults: runtimeOptions.faults }) }, printer);
    const next = describeNextSweep(outcome.ending.summary, plan.watchmode.kind === 'live');
    if (next !== undefined) printer.note(next);
    if (io.interrupted.aborted) return ExitCode.Interrupted;
    return streamFault(outcome) === undefined ? exitCodeOf(outcome.ending) : ExitCode.Failure;
  });
}

async function ingest(beginning: Beginning, started: StartedRuntime, calledAt: number): Promise<RunOutcome> {
  const { io, runtime, sfn, printer, creditsBefore } = started;
  const ending = await runToItsEnd(beginning, started);
  const causes = await explainEnding(sfn, ending, printer);
  // While the stream is read back, the consumer reads the rest of it.
  const consumed = waitForConsumer(started);
  const found = await readStreamBack(started);
  const catalogue = await consumed();
  if (found.stream !== null) await nameSources(found.stream, started);
  const creditsAfter = await runtime.watchmode.creditsUsed().catch(() => null);
  return {
    ...found,
    catalogue,
    ending,
    causes,
    names: await namesOfEnding({ sfn, io, printer }, ending, causes, titlesWithoutRecord(found.stream)),
    streamName: runtime.streamName,
    isRedrive: beginning.input === undefined,
    creditsSpent: creditsBefore === null || creditsAfter === null ? null : creditsAfter - creditsBefore,
    elapsedMs: Math.round(io.monotonic() - calledAt),
  };
}

function print(outcome: RunOutcome, printer: Printer): void {
  const { ending, causes } = outcome;
  printer.json(outcomeAsJson(outcome));
  printer.result(describeOutcome(outcome, printer.style));
  printNext(ending, causes, nextCommandsOf(nameOf(ending.executionArn)), printer);
}
