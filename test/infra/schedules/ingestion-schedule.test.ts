import { rmSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { App } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { findRuleViolations } from '../../../events/execution-input-rules.ts';
import type { ExecutionInput } from '../../../events/types.ts';
import { findViolations } from '../../../events/validate.ts';
import { settingsOf } from '../../../infra/stages.ts';
import { parseSchedule } from '../../../workflow/schedule.ts';
import { addDeployment } from '../../../infra/deployment.ts';
import { sweepWarning } from '../../../infra/settings/sweeps.ts';
import { readConfig } from '../../../infra/settings/read-config.ts';
import { permissionsOf } from '../support/policies.ts';
import { HOURLY_AND_SWEEP, SWEEPS_ONLY } from '../support/settings.ts';
import { synthesise } from '../support/synthesise.ts';
import { resourceNamed, resourcesOf } from '../support/template.ts';

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
    const { scheduleExpression, scheduleTimeZone, watermarkLagHours, sweepLagHours } = settingsOf('prod');
    const schedule = parseSchedule(scheduleExpression, scheduleTimeZone);
    const first = schedule.next(0, 0) ?? Infinity;
    const hours = ((schedule.next(first, 0) ?? Infinity) - first) / 3_600_000;

    expect(hours).toBeLessThan(watermarkLagHours);
    expect(hours).toBeLessThan(sweepLagHours);
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

describe('the schedule of sweeps', () => {
  const swept = synthesise(HOURLY_AND_SWEEP).ingestion;
  const scheduleNamed = (template: typeof swept, name: string) =>
    resourceNamed(template, 'AWS::Scheduler::Schedule', name).Properties;
  const targetOf = (template: typeof swept, name: string) =>
    scheduleNamed(template, name)['Target'] as Readonly<Record<string, unknown>>;
  const inputOf = (template: typeof swept, name: string): unknown =>
    JSON.parse(targetOf(template, name)['Input'] as string);

  it('is there only if the deployment has one', () => {
    const names = ({ ingestion: template }: ReturnType<typeof synthesise>) =>
      resourcesOf(template, 'AWS::Scheduler::Schedule').map(([, { Properties }]) => Properties['Name']);

    expect(names(synthesise()).sort()).toEqual(['measure-progress', 'title-ingestion']);
    expect(names(synthesise(HOURLY_AND_SWEEP)).sort()).toEqual([
      'catalogue-sweep',
      'measure-progress',
      'title-ingestion',
    ]);
    expect(names(synthesise(SWEEPS_ONLY)).sort()).toEqual(['measure-progress', 'title-ingestion']);
  });

  it('starts a run of the feed catalogue beside the runs of the other feed', () => {
    expect(scheduleNamed(swept, 'catalogue-sweep')).toMatchObject({
      ScheduleExpression: 'cron(30 4 * * ? *)',
      ScheduleExpressionTimezone: 'Europe/London',
      State: 'ENABLED',
      FlexibleTimeWindow: { Mode: 'OFF' },
    });
    expect(inputOf(swept, 'catalogue-sweep')).toEqual({
      source: 'schedule',
      scheduledTime: '<aws.scheduler.scheduled-time>',
      feed: 'catalogue',
      types: ['movie', 'tv_series'],
    });
    expect(scheduleNamed(swept, 'title-ingestion')).toMatchObject({ ScheduleExpression: 'rate(1 hour)' });
    expect(inputOf(swept, 'title-ingestion')).toEqual({
      source: 'schedule',
      scheduledTime: '<aws.scheduler.scheduled-time>',
      feed: 'releases',
    });
  });

  it.each([
    ['a sweep beside another feed', HOURLY_AND_SWEEP, 'catalogue-sweep'],
    ['a deployment that only sweeps', SWEEPS_ONLY, 'title-ingestion'],
  ])('sends a valid input: %s', (_, settings, name) => {
    const input = targetOf(synthesise(settings).ingestion, name)['Input'] as string;
    const sent = JSON.parse(
      input.replace('<aws.scheduler.scheduled-time>', '2026-11-24T06:00:00Z'),
    ) as ExecutionInput;

    expect(findViolations('ExecutionInput', sent)).toEqual([]);
    expect(findRuleViolations(sent, Date.parse('2026-11-24T06:00:01Z'), 'releases')).toEqual([]);
    expect(sent.feed).toBe('catalogue');
  });

  it('retries, keeps failed starts and has the permissions as the other schedule, no more', () => {
    const [sweep, other] = ['catalogue-sweep', 'title-ingestion'].map((name) => targetOf(swept, name));

    expect({ ...sweep, Input: '' }).toEqual({ ...other, Input: '' });
    expect(permissionsOf(swept, 'SchedulerRole')).toEqual(permissionsOf(ingestion, 'SchedulerRole'));
  });
});

describe('the warning about frequent sweeps', () => {
  const warningWith = (changes: Readonly<Record<string, unknown>>) =>
    sweepWarning(readConfig({ stage: 'prod', feed: 'releases', services: 'Netflix', ...changes }));

  it.each([
    [{}],
    [{ sweepSchedule: 'cron(0 5 * * ? *)' }],
    [{ sweepSchedule: 'rate(1 day)' }],
    [{ sweepSchedule: 'cron(0 5 ? * MON,THU *)' }],
    [{ sweepSchedule: 'cron(0 5 1 1 ? 2099)' }],
    [{ sweepSchedule: 'rate(1 hour)', plan: 'paid' }],
    // Runs of other feeds buy only what is new.
    [{ scheduleExpression: 'rate(1 hour)' }],
  ])('is not there with %j', (changes) => {
    expect(warningWith(changes)).toBeUndefined();
  });

  it.each([
    [{ sweepSchedule: 'rate(12 hours)' }],
    [{ sweepSchedule: 'cron(0 5,6 ? * MON *)' }],
    [{ feed: 'catalogue', scheduleExpression: 'rate(1 hour)' }],
  ])('is there with %j on the free plan', (changes) => {
    expect(warningWith(changes)).toContain('starts sweeps less than a day apart');
  });

  it('is a warning of the synthesis', () => {
    expect(warningsOf({ ...SWEEPS_ONLY, scheduleExpression: 'rate(1 hour)' })).toEqual([
      expect.stringContaining('rate(1 hour) starts sweeps less than a day apart'),
    ]);
    expect(warningsOf(SWEEPS_ONLY)).toEqual([]);
  });
});

/** Synthesises the ingestion with these settings, and returns its warnings of frequent sweeps. */
function warningsOf(settings: Readonly<Record<string, unknown>>): unknown[] {
  const app = new App({
    postCliContext: { stage: 'prod', ...settings, 'aws:cdk:bundling-stacks': [] },
    builtinCloudFormationValidation: false,
  });
  const { ingestion: stack } = addDeployment(app, process.cwd());
  const found = Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('sweeps'));
  rmSync(app.outdir, { recursive: true });
  return found.map(({ entry }) => entry.data);
}
