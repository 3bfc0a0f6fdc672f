import { type Runtime, startRuntime } from '../../../local/runtime.ts';
import { Interrupted } from '../../errors.ts';
import { ExitCode } from '../../exit-codes.ts';
import type { Io } from '../../io.ts';
import { isError } from '../../native-error.ts';
import { usesColour } from '../../render/printer.ts';
import { connectExecutions, type Executions } from './execution.ts';
import { explainRunError } from '../../runtime/explain-runtime-error.ts';
import { prepareReadBack, type ReadBack } from './read-back.ts';
import type { StreamSummary } from '../../stream/summarise-stream.ts';
import { readOutcome, streamFault, type RunOutcome, type RunTraces } from './outcome.ts';
import { planRun, type RunOptions } from '../../runtime/plan.ts';
import { findRun, recordRun } from './run-record.ts';
import { describeRetries, RunProgress } from './progress.ts';
import { describeOutcome } from './report.ts';
import type { RunView } from './run-view.ts';
import { showRun, silentView } from './view.ts';

/**
 * Ingests titles on this machine from end to end: starts what that needs, runs one execution of the real state
 * machine, reads the stream back, and stops everything again.
 */
export async function run(asked: RunOptions, io: Io): Promise<ExitCode> {
  const startedAt = io.monotonic();
  const { name, options } =
    asked.redrive === undefined
      ? { name: executionName(io.now()), options: asked }
      : await findRun(io.cwd, asked.redrive, asked, (message) => io.err.write(`tvguide: ${message}\n`));
  const plan = await planRun(options, io);
  const progress = new RunProgress();
  const view = options.json === true ? silentView : showRun(progress, io);
  try {
    view.announce(
      `Starting ${options.live === true ? '' : 'the Watchmode stand-in, '}the stream and Step Functions`,
    );
    const runtime = await startRuntime({
      ...plan.runtime,
      observer: progress.observer,
      warn: (message) => io.err.write(`tvguide: ${message}\n`),
      signal: io.interrupted,
    });
    try {
      const { outcome, traces } = await ingest(
        { name, options, input: plan.input },
        {
          io,
          runtime,
          progress,
          view,
          startedAt,
        },
      );
      view.stop();
      report(outcome, traces, options, io);
      if (io.interrupted.aborted) return ExitCode.Interrupted;
      const isSound = outcome.status === 'SUCCEEDED' && traces.fault === undefined;
      return isSound ? ExitCode.Success : ExitCode.Failure;
    } finally {
      await runtime.close();
    }
  } catch (error) {
    throw explainRunError(error, io.interrupted);
  } finally {
    view.stop();
  }
}

interface Ingestion {
  readonly io: Io;
  readonly runtime: Runtime;
  readonly progress: RunProgress;
  readonly view: RunView;
  readonly startedAt: number;
}

async function ingest(
  { name, options, input }: { readonly name: string; readonly options: RunOptions; readonly input: string },
  { io, runtime, progress, view, startedAt }: Ingestion,
): Promise<{ readonly outcome: RunOutcome; readonly traces: RunTraces }> {
  // The first request to Watchmode: a key that it refuses is found before anything is spent.
  const creditsBefore = await runtime.watchmode.creditsUsed();
  throwIfInterrupted(io);
  const readBack = await prepareReadBack(runtime.stream, io);
  const executions = connectExecutions(runtime.endpoint, runtime.stateMachineArn);
  try {
    const executionArn =
      options.redrive === undefined
        ? await begin(name, input, options, executions, io)
        : await pickUp(name, executions, progress);
    await untilEnded(executionArn, { executions, progress, interrupted: io.interrupted });
    const description = await executions.describe(executionArn);
    const found = io.interrupted.aborted ? { stream: null } : await readStreamBack(readBack, view, io);
    const creditsAfter = await runtime.watchmode.creditsUsed().catch(() => null);
    const spent = creditsBefore === null || creditsAfter === null ? null : creditsAfter - creditsBefore;
    const outcome = readOutcome(description, found, { spent }, io.monotonic() - startedAt);
    const { stream } = found;
    return {
      outcome,
      traces: {
        dataFolder: '.local',
        streamName: runtime.stream.streamName,
        samples: stream?.samples ?? [],
        foreign: stream?.faults ?? 0,
        foreignSample: stream?.faultSamples[0] ?? '',
        fault: streamFault(outcome, options.redrive !== undefined),
        isRedrive: options.redrive !== undefined,
        retries: describeRetries(progress),
      },
    };
  } finally {
    executions.close();
    readBack.close();
  }
}

/** Takes seconds after a large run: who presses Ctrl-C does not wait for it. What the run came to is told all the same. */
async function readStreamBack(
  readBack: ReadBack,
  view: RunView,
  { interrupted }: Io,
): Promise<{ readonly stream: StreamSummary | null; readonly streamError?: string }> {
  view.announce('Reading the stream back');
  try {
    return { stream: await readBack.summarise(interrupted) };
  } catch (error) {
    if (isAborted(interrupted)) return { stream: null };
    return { stream: null, streamError: isError(error) ? error.message : String(error) };
  }
}

function isAborted({ aborted }: AbortSignal): boolean {
  return aborted;
}

async function begin(
  name: string,
  input: string,
  options: RunOptions,
  executions: Executions,
  io: Io,
): Promise<string> {
  await recordRun(io.cwd, name, options);
  return executions.start(name, input);
}

/** Redrives an execution, and lets the display know which states go on. */
async function pickUp(execution: string, executions: Executions, progress: RunProgress): Promise<string> {
  const executionArn = await executions.find(execution);
  progress.resume(await executions.unfinishedStates(executionArn));
  await executions.redrive(executionArn);
  return executionArn;
}

function throwIfInterrupted({ interrupted }: Io): void {
  if (interrupted.aborted) throw new Interrupted();
}

/** Waits for the end of the execution, which the user may bring about. */
async function untilEnded(
  executionArn: string,
  {
    executions,
    progress,
    interrupted,
  }: { readonly executions: Executions; readonly progress: RunProgress; readonly interrupted: AbortSignal },
): Promise<void> {
  const stopped = new Promise<void>((resolve) => {
    if (interrupted.aborted) resolve();
    else interrupted.addEventListener('abort', () => resolve(), { once: true });
  });
  await Promise.race([progress.ended, stopped]);
  if (!interrupted.aborted) return;
  await executions.stop(executionArn, 'Stopped by the user.');
  await progress.ended;
}

function report(outcome: RunOutcome, traces: RunTraces, { json }: RunOptions, io: Io): void {
  if (json === true) io.out.write(`${JSON.stringify(outcome)}\n`);
  else io.out.write(describeOutcome(outcome, traces, usesColour(io.out, io.env, undefined)));
}

/** A name that says what the execution is and when it was started. */
function executionName(at: number): string {
  return `run-${new Date(at).toISOString().replaceAll(/[:.]/g, '-')}`;
}
