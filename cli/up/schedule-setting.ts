import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../errors.ts';
import { reasonOf } from '../run/read-input.ts';
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
  const configured = await readContext(cwd);
  const wanted = expression ?? configured.expression;
  if (wanted === undefined) {
    throw new UsageError('cdk.json has no scheduleExpression: give one, --schedule "cron(0 6 * * ? *)"');
  }
  const { timeZone } = configured;
  try {
    return { schedule: parseSchedule(wanted, timeZone), expression: wanted, timeZone };
  } catch (error) {
    if (error instanceof ScheduleError) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}

async function readContext(cwd: string): Promise<{ expression: string | undefined; timeZone: string }> {
  try {
    const { context = {} } = JSON.parse(await readFile(join(cwd, 'cdk.json'), 'utf8')) as {
      context?: Record<string, unknown>;
    };
    const { scheduleExpression: expression, scheduleTimeZone: timeZone } = context;
    return {
      expression: typeof expression === 'string' ? expression : undefined,
      timeZone: typeof timeZone === 'string' ? timeZone : 'UTC',
    };
  } catch (error) {
    throw new UsageError(`cannot read cdk.json, which holds the schedule: ${reasonOf(error)}`, {
      cause: error,
    });
  }
}
