import { describe, expect, it } from '@jest/globals';
import { findViolations } from '../../events/validate.ts';
import { settingsOf } from '../../infra/stages.ts';
import { parseSchedule } from '../../workflow/schedule.ts';
import { synthesise } from './support/synthesise.ts';
import { resourceNamed, resourcesOf } from './support/template.ts';

const { ingestion } = synthesise();
const schedule = resourceNamed(ingestion, 'AWS::Scheduler::Schedule', 'title-ingestion').Properties;
const target = schedule['Target'] as Readonly<Record<string, unknown>>;

describe('the schedule', () => {
  it('starts the state machine at six in the morning, London time', () => {
    const [[stateMachineId]] = resourcesOf(ingestion, 'AWS::StepFunctions::StateMachine') as [
      [string, unknown],
    ];

    expect(schedule).toMatchObject({
      Name: 'title-ingestion',
      ScheduleExpression: 'cron(0 6 * * ? *)',
      ScheduleExpressionTimezone: 'Europe/London',
      State: 'ENABLED',
      FlexibleTimeWindow: { Mode: 'OFF' },
    });
    expect(target['Arn']).toEqual({ Ref: stateMachineId });
  });

  it('sends a valid input once Scheduler has inserted the time', () => {
    const input = target['Input'] as string;

    expect(JSON.parse(input)).toEqual({
      source: 'schedule',
      scheduledTime: '<aws.scheduler.scheduled-time>',
      feed: 'new_titles',
    });
    const sent: unknown = JSON.parse(input.replace('<aws.scheduler.scheduled-time>', '2026-11-24T06:00:00Z'));
    expect(findViolations('ExecutionInput', sent)).toEqual([]);
  });

  it('starts runs more often than the alarm about the watermark allows', () => {
    const { scheduleExpression, scheduleTimeZone, watermarkLagHours } = settingsOf('prod');
    const schedule = parseSchedule(scheduleExpression, scheduleTimeZone);
    const first = schedule.next(0, 0) ?? Infinity;
    const hours = ((schedule.next(first, 0) ?? Infinity) - first) / 3_600_000;

    expect(hours).toBeLessThan(watermarkLagHours);
  });

  it('retries for two hours, then keeps the failed start', () => {
    expect(target['RetryPolicy']).toEqual({ MaximumEventAgeInSeconds: 7_200, MaximumRetryAttempts: 20 });
    expect(target['DeadLetterConfig']).toEqual({
      Arn: { 'Fn::GetAtt': [expect.stringMatching(/^ScheduleDeadLetters/), 'Arn'] },
    });
  });

  it('follows the settings, and still exists when it is disabled', () => {
    const changed = synthesise({
      scheduleExpression: 'rate(12 hours)',
      scheduleTimeZone: 'UTC',
      scheduleEnabled: 'false',
    });

    expect(
      resourceNamed(changed.ingestion, 'AWS::Scheduler::Schedule', 'title-ingestion').Properties,
    ).toMatchObject({
      ScheduleExpression: 'rate(12 hours)',
      ScheduleExpressionTimezone: 'UTC',
      State: 'DISABLED',
    });
  });
});
