import { type Runtime, startRuntime } from '../../../local/composition/runtime.ts';
import { connectStepFunctions } from '../../../operate/aws/step-functions.ts';
import { Interrupted } from '../../../operate/errors.ts';
import type { Io } from '../../../operate/io.ts';
import type { ExitCode } from '../../exit-codes.ts';
import { createProgressView } from '../../progress/create-progress-view.ts';
import { EngineWatch } from '../../progress/engine-watch.ts';
import type { Printer } from '../../render/printer.ts';
import { explainRunError } from '../../runtime/explain-runtime-error.ts';
import type { RuntimePlan } from '../../runtime/plan.ts';
import type { RunContext } from './execution.ts';
import { prepareReadBack, type ReadBack } from './read-back.ts';

/** A started runtime with what its runs need. */
export interface StartedRuntime extends RunContext {
  /** Rejects with StreamStartError if the local Kinesis does not start. */
  readonly readBack: Promise<ReadBack>;
  /** The credits that the account had used before; null if Watchmode does not tell. */
  readonly creditsBefore: number | null;
}

/** Starts a runtime, does the work, and stops the runtime. */
export async function withRuntime(
  plan: RuntimePlan,
  printer: Printer,
  io: Io,
  work: (started: StartedRuntime) => Promise<ExitCode>,
): Promise<ExitCode> {
  const watch = new EngineWatch(io);
  const view = createProgressView(io, printer);
  try {
    const isLive = plan.watchmode.kind === 'live';
    view.announce(`Starting ${isLive ? '' : 'the Watchmode stand-in, '}the stream and Step Functions`);
    const warn = (message: string) => printer.warn(message);
    // With the stand-in, titles cost nothing: the run can start before Kinesis, which starts slowly.
    const awaitsStream = isLive || plan.kinesis !== undefined;
    const runtime = await startRuntime({
      ...{ ...plan, awaitsStream },
      ...{ observer: watch.observer, warn, signal: io.interrupted },
    });
    try {
      return await withClients({ io, printer, view, watch, runtime }, awaitsStream, work);
    } finally {
      await runtime.close();
    }
  } catch (error) {
    throw explainRunError(error, io.interrupted);
  } finally {
    view.stop();
  }
}

async function withClients(
  context: Omit<RunContext, 'sfn'>,
  awaitsStream: boolean,
  work: (started: StartedRuntime) => Promise<ExitCode>,
): Promise<ExitCode> {
  const { io, runtime } = context;
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
    return await work({ ...context, sfn, readBack, creditsBefore });
  } finally {
    sfn.client.destroy();
    await readBack.then(
      (opened) => opened.close(),
      () => undefined,
    );
  }
}

/** Connects to the runtime without the interruption signal: the execution is stopped after an interruption. */
function connect({ endpoint }: Runtime, io: Io): Promise<RunContext['sfn']> {
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
