import { type Runtime, startRuntime } from '../../../local/composition/runtime.ts';
import { omitUndefined } from '../../../events/omit-undefined.ts';
import { nameOf } from '../../../workflow/arns.ts';
import { connectStepFunctions, type StepFunctions } from '../../../operate/aws/step-functions.ts';
import { Interrupted } from '../../../operate/errors.ts';
import { ExitCode } from '../../exit-codes.ts';
import type { Io } from '../../../operate/io.ts';
import { isError } from '../../../operate/native-error.ts';
import { EngineWatch } from '../../progress/engine-watch.ts';
import { explainEnding } from '../../progress/explain-ending.ts';
import { exitCodeOf, printNext } from '../../progress/print-ending.ts';
import { namesOfEnding } from '../../progress/names-of-ending.ts';
import { createProgressView } from '../../progress/create-progress-view.ts';
import type { ProgressView } from '../../progress/progress-view.ts';
import type { Printer } from '../../render/printer.ts';
import { explainRunError } from '../../runtime/explain-runtime-error.ts';
import type { RuntimePlan, LocalRuntimeOptions } from '../../runtime/plan.ts';
import { type Beginning, runToItsEnd, type RunContext } from './execution.ts';
import { outcomeAsJson, type RunOutcome, streamFault } from './outcome.ts';
import { prepareReadBack, type ReadBack } from './read-back.ts';
import { describeOutcome, nextCommandsOf } from './report.ts';

/** A run with checked options. */
export interface PlannedRun {
  readonly beginning: Beginning;
  readonly runtimeOptions: LocalRuntimeOptions;
  readonly plan: RuntimePlan;
  /** The moment of the call, by the monotonic clock of {@link Io}. */
  readonly calledAt: number;
}

/** Starts the runtime, runs the execution to its end, reads the stream back and prints the outcome. */
export async function runPlanned(
  { beginning, runtimeOptions, plan, calledAt }: PlannedRun,
  printer: Printer,
  io: Io,
): Promise<ExitCode> {
  const watch = new EngineWatch(io);
  const view = createProgressView(io, printer);
  try {
    const standIn = runtimeOptions.live === true ? '' : 'the Watchmode stand-in, ';
    view.announce(`Starting ${standIn}the stream and Step Functions`);
    const warn = (message: string) => printer.warn(message);
    // With the stand-in, titles cost nothing: the run can start before Kinesis, which starts slowly.
    const awaitsStream = runtimeOptions.live === true || plan.kinesis !== undefined;
    const runtime = await startRuntime({
      ...{ ...plan, awaitsStream },
      ...{ observer: watch.observer, warn, signal: io.interrupted },
    });
    try {
      const context = { io, printer, view, watch, runtime };
      const outcome = await ingest(beginning, context, { calledAt, awaitsStream });
      view.stop();
      print({ ...outcome, ...omitUndefined({ faults: runtimeOptions.faults }) }, printer);
      if (io.interrupted.aborted) return ExitCode.Interrupted;
      return streamFault(outcome) === undefined ? exitCodeOf(outcome.ending) : ExitCode.Failure;
    } finally {
      await runtime.close();
    }
  } catch (error) {
    throw explainRunError(error, io.interrupted);
  } finally {
    view.stop();
  }
}

async function ingest(
  beginning: Beginning,
  context: Omit<RunContext, 'sfn'>,
  { calledAt, awaitsStream }: { readonly calledAt: number; readonly awaitsStream: boolean },
): Promise<RunOutcome> {
  const { io, runtime, view } = context;
  // The first request to Watchmode detects an invalid key before any credit is spent.
  const creditsBefore = await runtime.watchmode.creditsUsed().catch((error: unknown) => {
    // The stand-in fails on demand, and the run has to handle that.
    if (runtime.watchmode.standIn !== null) return null;
    throw error;
  });
  if (io.interrupted.aborted) throw new Interrupted();
  const readBack = runtime.stream.then((stream) => prepareReadBack(stream, io));
  readBack.catch(() => undefined);
  // Of a shared stream, only records from now on are counted.
  if (awaitsStream) await readBack;
  const sfn = await connect(runtime, io);
  try {
    const ending = await runToItsEnd(beginning, { ...context, sfn });
    const causes = await explainEnding(sfn, ending, context.printer);
    // While the stream is read back, the consumer reads the rest of it.
    const consumed = catalogueAfter(runtime, io);
    consumed.catch(() => undefined);
    const found = isAborted(io.interrupted) ? NOT_READ : await readStreamBack(await readBack, view, io);
    if (runtime.consumer !== null) view.announce('Waiting for the consumer');
    const catalogue = await consumed;
    const creditsAfter = await runtime.watchmode.creditsUsed().catch(() => null);
    return {
      ...found,
      catalogue,
      ending,
      causes,
      names: await namesOfEnding({ sfn, io, printer: context.printer }, ending, causes),
      streamName: runtime.streamName,
      isRedrive: beginning.input === undefined,
      creditsSpent: creditsBefore === null || creditsAfter === null ? null : creditsAfter - creditsBefore,
      elapsedMs: Math.round(io.monotonic() - calledAt),
    };
  } finally {
    sfn.client.destroy();
    await readBack.then(
      (opened) => opened.close(),
      () => undefined,
    );
  }
}

/** Connects to the runtime without the interruption signal: the execution is stopped after an interruption. */
function connect({ endpoint }: Runtime, io: Io): Promise<StepFunctions> {
  const { cwd, env } = io;
  return connectStepFunctions(
    { local: true, endpointUrl: endpoint },
    {
      cwd,
      env,
      every: (...timer) => io.every(...timer),
      monotonic: () => io.monotonic(),
      interrupted: new AbortController().signal,
    },
  );
}

/**
 * Waits until the consumer has read the stream, and returns the contents of its catalogue; null without a consumer or after
 * an interruption.
 */
async function catalogueAfter({ consumer }: Runtime, { interrupted }: Io): Promise<RunOutcome['catalogue']> {
  if (consumer === null || isAborted(interrupted)) return null;
  const interruption = new Promise<null>((resolve) => {
    interrupted.addEventListener('abort', () => resolve(null), { once: true });
  });
  const opened = await consumer;
  return Promise.race([opened.drain().then(() => opened.count()), interruption]);
}

const NOT_READ = { stream: null, streamError: undefined };

/** Reads the stream back, which takes seconds after a large run. An interruption skips it. */
async function readStreamBack(
  readBack: ReadBack,
  view: ProgressView,
  { interrupted }: Io,
): Promise<Pick<RunOutcome, 'stream' | 'streamError'>> {
  view.announce('Reading the stream back');
  try {
    return { stream: await readBack.summarise(interrupted), streamError: undefined };
  } catch (error) {
    if (isAborted(interrupted)) return NOT_READ;
    return { stream: null, streamError: isError(error) ? error.message : String(error) };
  }
}

function isAborted({ aborted }: AbortSignal): boolean {
  return aborted;
}

function print(outcome: RunOutcome, printer: Printer): void {
  const { ending, causes } = outcome;
  printer.json(outcomeAsJson(outcome));
  printer.result(describeOutcome(outcome, printer.style));
  printNext(ending, causes, nextCommandsOf(nameOf(ending.executionArn)), printer);
}
