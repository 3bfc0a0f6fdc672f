import { readDeploymentContext } from '../../deployment-context.ts';
import { UsageError } from '../../errors.ts';
import { parseSchedule, type Schedule, ScheduleError } from './cron.ts';

/** A schedule and how it was written. */
export interface ScheduleSetting {
  readonly schedule: Schedule;
  readonly expression: string;
  readonly timeZone: string;
}

/**
 * The schedule that `cdk.json` gives the deployment, or another one in its place.
 *
 * @throws UsageError when there is none or it is none
 */
export async function readSchedule(cwd: string, expression: string | undefined): Promise<ScheduleSetting> {
  const { scheduleExpression, scheduleTimeZone: timeZone = 'UTC' } = await readDeploymentContext(cwd);
  const wanted = expression ?? scheduleExpression;
  if (wanted === undefined) {
    throw new UsageError(
      'there is no cdk.json with a scheduleExpression here: give one, --schedule "cron(0 6 * * ? *)"',
    );
  }
  try {
    return { schedule: parseSchedule(wanted, timeZone), expression: wanted, timeZone };
  } catch (error) {
    if (error instanceof ScheduleError) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}
