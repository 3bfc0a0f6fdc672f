import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { GetScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { awsChecks } from '../../../../cli/commands/doctor/aws-checks.ts';
import { createDoctorClients } from '../../../../cli/commands/doctor/clients.ts';
import { sweepSettingsOf } from '../../../../cli/commands/doctor/sweep-checks.ts';
import region from '../../../../events/examples/progress-item/reference-regions.json' with { type: 'json' };
import source from '../../../../events/examples/progress-item/reference-sources.json' with { type: 'json' };
import section from '../../../../events/examples/progress-item/section.json' with { type: 'json' };
import { DEFAULT_SETTINGS } from '../../../../infra/stages.ts';
import { PLAIN_NAMES } from '../../../../workflow/names.ts';
import { FakeIo } from '../../support/fake-io.ts';
import { FakeProgress } from '../../support/fake-progress.ts';

const now = Date.parse('2026-11-24T10:00:00Z');
const scheduler = mockClient(SchedulerClient);
const table = new FakeProgress();

/** Runs the checks of the schedules and the progress of a deployment, and returns those about feeds and sweeps. */
async function checksWith(settings: Partial<typeof DEFAULT_SETTINGS>) {
  const context = { stage: 'prod', ...DEFAULT_SETTINGS, ...settings };
  const clients = await createDoctorClients({ region: 'eu-west-2' }, new FakeIo());
  const checks = awsChecks(clients, {
    names: PLAIN_NAMES,
    feed: context.feed,
    isScheduled: true,
    sweeps: sweepSettingsOf(context),
    watchmodeUrl: 'https://watchmode.example/v1',
    spend: false,
    now,
    sameProfile: '',
  });
  const found: string[][] = [];
  for (const check of checks) {
    const { name } = check;
    if (!/schedule|progress|sweep|watermark/.test(name)) continue;
    const { verdict, detail } = await check.run();
    if (!name.startsWith('progress')) found.push([name, verdict, detail]);
  }
  return found;
}

describe('the checks of a deployment with sweeps', () => {
  beforeEach(() => {
    scheduler.reset();
    scheduler.on(GetScheduleCommand, { Name: 'title-ingestion' }).resolves({
      State: 'ENABLED',
      ScheduleExpression: 'rate(1 hour)',
    });
    scheduler.on(GetScheduleCommand, { Name: 'catalogue-sweep' }).resolves({
      State: 'ENABLED',
      ScheduleExpression: 'cron(30 4 * * ? *)',
      ScheduleExpressionTimezone: 'Europe/London',
    });
    table.reset();
    table.mock.on(DescribeTableCommand).resolves({ Table: { TableStatus: 'ACTIVE' } });
    table.put(
      { ...section, expiresAt: now / 1_000 + 60 },
      source,
      region,
      { feed: 'releases', item: 'watermark', watermark: '2026-11-24T09:00:00Z' },
      { feed: 'catalogue', item: 'watermark', watermark: '2026-11-24T05:00:09Z' },
    );
  });

  it('are those of both schedules and feeds if it sweeps beside another feed', async () => {
    const found = await checksWith({
      feed: 'releases',
      sweepSchedule: 'cron(30 4 * * ? *)',
      services: ['Netflix'],
      sweepTypes: ['movie'],
    });

    expect(found).toEqual([
      ['schedule', 'ok', 'enabled, rate(1 hour), UTC'],
      ['sweep schedule', 'ok', 'enabled, cron(30 4 * * ? *), Europe/London'],
      ['watermark', 'ok', 'releases has been ingested up to 2026-11-24 09:00:00Z, 1 h 00 min ago'],
      ['last sweep', 'ok', 'complete at 2026-11-24 05:00:09Z, 4 h 59 min ago'],
      ['sweep services', 'ok', 'Netflix'],
      ['sweep countries', 'ok', 'GB, of GB on the plan'],
      ['sweep credits', 'ok', '15 credits a sweep (8 pages of 1 section, 2 new titles), 450 in 30 days'],
    ]);
  });

  it('have the last sweep in place of a watermark if it only sweeps', async () => {
    const found = await checksWith({ feed: 'catalogue', services: ['203'] });

    expect(found.map(([name]) => name)).toEqual([
      'schedule',
      'last sweep',
      'sweep services',
      'sweep countries',
      'sweep credits',
    ]);
  });

  it('do not exist without a schedule of sweeps', async () => {
    const found = await checksWith({ feed: 'releases', services: ['203'] });

    expect(found.map(([name]) => name)).toEqual(['schedule', 'watermark']);
  });

  it('fail if the schedule of sweeps is missing', async () => {
    scheduler
      .on(GetScheduleCommand, { Name: 'catalogue-sweep' })
      .rejects(Object.assign(new Error('no such schedule'), { name: 'ResourceNotFoundException' }));

    expect(await checksWith({ sweepSchedule: 'rate(1 day)', services: ['203'] })).toContainEqual([
      'sweep schedule',
      'failed',
      'there is no schedule catalogue-sweep',
    ]);
  });
});
