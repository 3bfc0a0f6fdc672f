import { StopExecutionCommand } from '@aws-sdk/client-sfn';
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
import { startExecution } from '../../../operate/executions/start-execution.ts';
import { withProgressTables } from '../../../operate/feeds/progress-tables.ts';
import type { Io } from '../../../operate/io.ts';
import { isError } from '../../../operate/native-error.ts';
import type { RunResult } from '../../progress/run-result.ts';
import type { EngineWatch } from '../../progress/engine-watch.ts';
import { followExecution } from '../../progress/follow-execution.ts';
import type { ProgressView } from '../../progress/progress-view.ts';
import type { Printer } from '../../render/printer.ts';
import { recordRun, type RunSettings } from './run-record.ts';

/** How a run begins: as a new execution, or as a redrive of one. */
export type Beginning =
  | {
      readonly name: string;
      readonly input: Readonly<Record<string, unknown>>;
      /** What is noted for a redrive. */
      readonly settings: RunSettings;
    }
  | { readonly name: string; readonly input: undefined };

/** The runtime of this process, and how its execution is shown. */
export interface RunContext {
  readonly io: Io;
  readonly printer: Printer;
  readonly view: ProgressView;
  readonly watch: EngineWatch;
  readonly runtime: Runtime;
  readonly sfn: StepFunctions;
}

/** Starts or redrives an execution and shows it to its end, which the user may bring about. */
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
  return Promise.race([
    followExecution(context, { executionArn }, view, watch),
    stopOnInterruption(executionArn, context),
  ]);
}

async function redrive(executionArn: string, { sfn, printer, io, runtime }: RunContext): Promise<void> {
  const env = { ...io.env, TVGUIDE_LOCAL_DYNAMODB_ENDPOINT: runtime.dynamodb.endpoint };
  const connection = { cwd: io.cwd, env, interrupted: io.interrupted };
  const preview = await withProgressTables(sfn, connection, (tables) =>
    redrivePreview(sfn, tables, executionArn),
  ).catch((error: unknown) => {
    if (!(isError(error) && error.name === 'ExecutionDoesNotExist')) throw error;
    // It was noted, and the process ended before it was started.
    throw new OperationError('the execution was never started, so there is nothing to pick up', {
      cause: error,
    });
  });
  ensureRedrivable(preview);
  printer.note(describeRedrive(preview));
  for (const warning of redriveWarnings(preview)) printer.warn(warning);
  await redriveExecution(sfn, preview);
}

/** Whoever ends the command ends the execution, unlike with `start --watch`: nothing would be left to run it. */
function stopOnInterruption(executionArn: string, { io, sfn, runtime }: RunContext): Promise<never> {
  const request = { executionArn, error: 'Interrupted', cause: 'Stopped by the user.' };
  return new Promise((_, reject) => {
    const stop = () => {
      // What was bought by then is recorded, so that a redrive does not buy it again.
      const recorded = runtime.drain();
      recorded.then(() => sfn.client.send(new StopExecutionCommand(request))).catch(reject);
    };
    if (io.interrupted.aborted) stop();
    else io.interrupted.addEventListener('abort', stop, { once: true });
  });
}
