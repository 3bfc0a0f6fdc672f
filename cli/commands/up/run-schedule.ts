import type { StateMachineArn } from '../../../workflow/arns.ts';
import { connectStepFunctions } from '../../../operate/aws/step-functions.ts';
import type { Io } from '../../../operate/io.ts';
import { executionName } from '../../../operate/executions/execution-name.ts';
import { startExecution } from '../../../operate/executions/start-execution.ts';
import type { Schedule } from '../../../workflow/schedule.ts';
import { formatInstant, MINUTE_MS } from '../../../events/instant.ts';

/** The time between two looks at the clock. */
const LOOK_MS = 5_000;

export interface ScheduledRuns {
  readonly endpoint: string;
  readonly stateMachineArn: StateMachineArn;
  readonly schedule: Schedule;
  /** Receives the start of the next run, in epoch milliseconds; undefined if there is none. */
  readonly tellNext: (next: number | undefined) => void;
  /** Receives a message for a run that could not be started. */
  readonly tellFailure: (message: string) => void;
}

/**
 * Starts executions as EventBridge Scheduler does, with the same input. Returns a function that stops it.
 *
 * The name depends on the scheduled time, so a time that occurs twice starts one execution. Runs that were missed while
 * the machine slept are started once when it wakes up: a run covers the time before it.
 */
export async function runSchedule(runs: ScheduledRuns, io: Io): Promise<() => void> {
  const { endpoint, stateMachineArn, schedule, tellNext, tellFailure } = runs;
  const sfn = await connectStepFunctions({ local: true, endpointUrl: endpoint }, io);
  const from = Math.floor(io.now() / MINUTE_MS) * MINUTE_MS;
  let looked = io.now();
  let next: number | undefined;
  const plan = (after: number) => {
    next = schedule.next(after, from);
    tellNext(next);
  };
  const start = (time: number) => {
    const input = { source: 'schedule', scheduledTime: formatInstant(time) };
    const name = executionName(input, time);
    startExecution(sfn, { stateMachineArn, name, input: JSON.stringify(input) }).catch((error: unknown) =>
      tellFailure(`could not start ${name}: ${error instanceof Error ? error.message : String(error)}`),
    );
  };
  // The current minute counts, too, as on AWS.
  plan(from - 1);
  const stop = io.every(LOOK_MS, () => {
    const now = io.now();
    if (next !== undefined && next <= now) {
      start(next);
      plan(now);
    } else if (now < looked) {
      // The clock was set back.
      plan(now);
    }
    looked = now;
  });
  return () => {
    stop();
    sfn.client.destroy();
  };
}
