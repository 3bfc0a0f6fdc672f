import { connectStepFunctions } from '../../aws/step-functions.ts';
import type { Io } from '../../io.ts';
import { formatInstant } from '../../parse/instant.ts';
import { executionName } from '../../executions/execution-name.ts';
import { startExecution } from '../../executions/start-execution.ts';
import type { Schedule } from './cron.ts';

/** How often the clock is looked at. */
const LOOK_MS = 5_000;
const MINUTE_MS = 60_000;

export interface ScheduledRuns {
  readonly endpoint: string;
  readonly stateMachineArn: string;
  readonly schedule: Schedule;
  /** Is told of each execution that was started, and of what could not be. */
  readonly tell: (message: string) => void;
}

/**
 * Starts executions as EventBridge Scheduler would, with the same input. Gives a function that ends it.
 *
 * The name follows from the scheduled time, so that a minute which is met twice starts one execution.
 */
export async function runSchedule(runs: ScheduledRuns, io: Io): Promise<() => void> {
  const { endpoint, stateMachineArn, schedule, tell } = runs;
  const sfn = await connectStepFunctions({ local: true, endpointUrl: endpoint }, io);
  const stop = io.every(LOOK_MS, () => {
    const minute = Math.floor(io.now() / MINUTE_MS) * MINUTE_MS;
    if (!schedule.isDue(minute)) return;
    const input = { source: 'schedule', scheduledTime: formatInstant(minute) };
    const name = executionName(input, minute);
    startExecution(sfn, { stateMachineArn, name, input: JSON.stringify(input) }).then(
      () => tell(`started ${name}`),
      (error: unknown) =>
        tell(`could not start ${name}: ${error instanceof Error ? error.message : String(error)}`),
    );
  });
  return () => {
    stop();
    sfn.client.destroy();
  };
}
