import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import { DEFAULT_FEED } from '../../../events/feeds.ts';
import type { Runtime } from '../../../local/composition/runtime.ts';
import { executionArnOf } from '../../../workflow/arns.ts';
import type { StepFunctions } from '../../../operate/aws/step-functions.ts';
import { OperationError } from '../../../operate/errors.ts';
import { redriveExecution } from '../../../operate/executions/redrive-execution.ts';
import {
  describeRedrive,
  ensureRedrivable,
  redrivePreview,
  redriveWarnings,
} from '../../../operate/executions/redrive-preview.ts';
import { STOPPED } from '../../../operate/executions/stopped-by.ts';
import { startExecution } from '../../../operate/executions/start-execution.ts';
import { withProgressTables } from '../../../operate/feeds/progress-tables.ts';
import type { Io } from '../../../operate/io.ts';
import { hasName } from '../../../operate/native-error.ts';
import type { RunResult } from '../../progress/run-result.ts';
import type { EngineWatch } from '../../progress/engine-watch.ts';
import { followExecution } from '../../progress/follow-execution.ts';
import type { ProgressView } from '../../progress/progress-view.ts';
import type { Printer } from '../../render/printer.ts';
import { recordRun, type RunSettings } from './run-record.ts';

/** The beginning of a run: a new execution, or a redrive. */
export type Beginning =
  | {
      readonly name: string;
      readonly input: Readonly<Record<string, unknown>>;
      /** The settings to record for a redrive. */
      readonly settings: RunSettings;
    }
  | { readonly name: string; readonly input: undefined };

/** The runtime of this process, and the display of its execution. */
export interface RunContext {
  readonly io: Io;
  readonly printer: Printer;
  readonly view: ProgressView;
  readonly watch: EngineWatch;
  readonly runtime: Runtime;
  readonly sfn: StepFunctions;
}

/** Starts or redrives an execution and shows it until it ends or the user stops it. */
export async function runToItsEnd(beginning: Beginning, context: RunContext): Promise<RunResult> {
  const { io, watch, view, runtime, sfn } = context;
  const { stateMachineArn } = runtime;
  const executionArn = executionArnOf(stateMachineArn, beginning.name);
  watch.follow(executionArn);
  if (beginning.input === undefined) {
    await redrive(executionArn, context);
  } else {
    await recordRun(io.cwd, beginning.name, beginning.settings);
    const input = JSON.stringify(beginning.input);
    await startExecution(sfn, { stateMachineArn, name: beginning.name, input });
  }
  const over = new AbortController();
  try {
    return await Promise.race([
      followExecution(context, { executionArn }, view, watch),
      stopOnInterruption(executionArn, context, over.signal),
    ]);
  } finally {
    over.abort();
  }
}

async function redrive(executionArn: string, { sfn, printer, io, runtime }: RunContext): Promise<void> {
  const env = { ...io.env, TVGUIDE_LOCAL_DYNAMODB_ENDPOINT: runtime.dynamodb.endpoint };
  const connection = { cwd: io.cwd, env, interrupted: io.interrupted };
  const preview = await withProgressTables(sfn, connection, (tables) =>
    redrivePreview(sfn, tables, executionArn, { ownFeed: () => Promise.resolve(DEFAULT_FEED) }),
  ).catch((error: unknown) => {
    if (!hasName(error, 'ExecutionDoesNotExist')) throw error;
    // The process ended between the record and the start.
    throw new OperationError('the execution was never started, so there is nothing to redrive', {
      cause: error,
    });
  });
  ensureRedrivable(preview);
  printer.note(describeRedrive(preview));
  for (const warning of redriveWarnings(preview)) printer.warn(warning);
  await redriveExecution(sfn, preview);
}

/**
 * Stops the execution when the command is interrupted, unless it is over: its runtime ends with this process.
 */
function stopOnInterruption(
  executionArn: string,
  { io, sfn, runtime }: RunContext,
  over: AbortSignal,
): Promise<never> {
  const request = { executionArn, ...STOPPED.byNpmStart };
  return new Promise((_, reject) => {
    const stop = () => {
      // Titles that were bought are recorded first, so that a redrive does not buy them again.
      const recorded = runtime.drain();
      recorded.then(() => sfn.client.send(new StopExecutionCommand(request))).catch(reject);
    };
    if (io.interrupted.aborted) stop();
    else io.interrupted.addEventListener('abort', stop, { once: true, signal: over });
  });
}
