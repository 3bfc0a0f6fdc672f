import type { StateMachineArn } from '../../../workflow/arns.ts';
import { connectStepFunctions } from '../../../operate/aws/step-functions.ts';
import type { Io } from '../../../operate/io.ts';
import { executionName } from '../../../operate/executions/execution-name.ts';
import { startExecution } from '../../../operate/executions/start-execution.ts';
import type { Schedule } from '../../../workflow/schedule.ts';
import { formatInstant, MINUTE_MS } from '../../../events/instant.ts';

/** How often the clock is looked at. */
const LOOK_MS = 5_000;

export interface ScheduledRuns {
  readonly endpoint: string;
  readonly stateMachineArn: StateMachineArn;
  readonly schedule: Schedule;
  /** Is told when the next run starts, in epoch milliseconds; undefined when there is none any more. */
  readonly tellNext: (next: number | undefined) => void;
  /** Is told of what could not be started. */
  readonly tellFailure: (message: string) => void;
}

/**
 * Starts executions as EventBridge Scheduler would, with the same input. Gives a function that ends it.
 *
 * The name follows from the scheduled time, so that a time which is met twice starts one execution. What fell into the
 * sleep of the machine is started when it wakes up, once: a run covers the time before it.
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
  // The minute that has begun counts, too, as it does on AWS.
  plan(from - 1);
  const stop = io.every(LOOK_MS, () => {
    const now = io.now();
    if (next !== undefined && next <= now) {
      start(next);
      plan(now);
    } else if (now < looked) {
      // Somebody has set the clock back.
      plan(now);
    }
    looked = now;
  });
  return () => {
    stop();
    sfn.client.destroy();
  };
}
