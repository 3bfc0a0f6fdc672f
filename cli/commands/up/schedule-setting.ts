import { readDeploymentContext } from '../../deployment-context.ts';
import type { Io } from '../../../operate/io.ts';
import { UsageError } from '../../../operate/errors.ts';
import { parseSchedule, type Schedule, ScheduleError } from '../../../workflow/schedule.ts';

/** A schedule with its expression. */
export interface ScheduleSetting {
  readonly schedule: Schedule;
  readonly expression: string;
  readonly timeZone: string;
}

/**
 * Reads the given schedule, or else that of the stage.
 *
 * @throws UsageError if EventBridge Scheduler would refuse it, or if it has no future run
 */
export async function readSchedule(
  expression: string | undefined,
  { cwd, now }: Pick<Io, 'cwd' | 'now'>,
): Promise<ScheduleSetting> {
  const { scheduleExpression, scheduleTimeZone: timeZone } = await readDeploymentContext(cwd);
  const wanted = expression ?? scheduleExpression;
  try {
    const schedule = parseSchedule(wanted, timeZone);
    if (schedule.next(now(), now()) === undefined) {
      throw new UsageError(`${wanted} has no run in the future: its years are past`);
    }
    return { schedule, expression: wanted, timeZone };
  } catch (error) {
    if (error instanceof ScheduleError) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}
