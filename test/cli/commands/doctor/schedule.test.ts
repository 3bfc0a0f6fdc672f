import { GetScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { checkSchedule } from '../../../../cli/commands/doctor/operation-checks.ts';
import { awsError } from '../../support/deployed-stacks.ts';

const scheduler = mockClient(SchedulerClient);
const check = (isWanted: boolean) =>
  checkSchedule(new SchedulerClient({ region: 'eu-west-2' }), {
    name: 'title-ingestion',
    isWanted,
    remedy: 'npm run aws:deploy',
  });

describe('the check of the schedule', () => {
  beforeEach(() => {
    scheduler.reset();
  });

  it.each([
    ['ENABLED', true, 'ok', 'enabled, rate(1 hour), Europe/London'],
    ['ENABLED', false, 'ok', 'enabled, rate(1 hour), Europe/London'],
    [
      'DISABLED',
      false,
      'ok',
      'disabled, as the stage has it in infra/stages.ts, rate(1 hour), Europe/London',
    ],
    ['DISABLED', true, 'warning', 'disabled, rate(1 hour), Europe/London, though the stage has it enabled'],
  ] as const)('of one that is %s, wanted: %s, is %s', async (State, isWanted, verdict, detail) => {
    scheduler.on(GetScheduleCommand, { Name: 'title-ingestion' }).resolves({
      State,
      ScheduleExpression: 'rate(1 hour)',
      ScheduleExpressionTimezone: 'Europe/London',
    });

    expect(await check(isWanted)).toMatchObject({ verdict, detail });
  });

  it('has a remedy for a schedule that is off against the settings, and for a missing one', async () => {
    scheduler.on(GetScheduleCommand).resolves({ State: 'DISABLED' });
    expect(await check(true)).toMatchObject({
      remedy: 'npm run aws:deploy, or aws:repair where somebody changed it by hand',
    });

    scheduler.on(GetScheduleCommand).rejects(awsError('ResourceNotFoundException'));
    expect(await check(false)).toMatchObject({ verdict: 'failed', remedy: 'npm run aws:deploy' });
  });
});
