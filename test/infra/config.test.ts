import { describe, expect, it } from '@jest/globals';
import cdkJson from '../../cdk.json' with { type: 'json' };
import common from '../../events/schemas/common.schema.json' with { type: 'json' };
import { DEFAULT_SETTINGS, settingsOf, STAGES } from '../../infra/stages.ts';
import { batchesAtOnce, SETTINGS } from '../../infra/config.ts';
import { readConfig } from '../../infra/settings/read-config.ts';
import { context, faultsWith } from './support/settings-of-prod.ts';

describe('the settings of a deployment', () => {
  it('are those of the stage in cdk.json, which has no other setting', () => {
    const ours = Object.keys(cdkJson.context).filter((key) => !/[:/]|^cli-telemetry$/.test(key));

    expect(ours).toEqual(['stage']);
    expect(readConfig(cdkJson.context)).toEqual({ stage: 'prod', ...settingsOf('prod') });
  });

  it('have a default each, in the order in which they are declared', () => {
    expect(['stage', ...Object.keys(DEFAULT_SETTINGS)]).toEqual(Object.keys(SETTINGS));
  });

  it.each(Object.keys(STAGES))('are right in the stage %s', (stage) => {
    expect(readConfig({ stage })).toEqual({ stage, ...DEFAULT_SETTINGS, ...STAGES[stage] });
  });

  it.each([
    ['prod', true],
    ['dev', false],
    ['ada', false],
    ['constructor', false],
  ])('start the runs of the stage %s by a schedule: %s', (stage, scheduleEnabled) => {
    expect(readConfig({ stage })).toEqual({ stage, ...settingsOf(stage), scheduleEnabled });
    expect(readConfig({ stage, scheduleEnabled: 'true' })).toMatchObject({ scheduleEnabled: true });
  });

  it('have the same meaning as text from -c key=value', () => {
    const asText = Object.fromEntries(Object.entries(context).map(([key, value]) => [key, String(value)]));

    expect(readConfig(asText)).toEqual(readConfig(context));
  });

  it.each([
    ['gb', '"gb" must be an ISO 3166-1 country code in upper case: use GB'],
    ['IE,UK', '"UK" must be an ISO 3166-1 country code in upper case: use GB'],
    [['GB', 'ZZ'], '"ZZ" must be an ISO 3166-1 country code in upper case: there is no country ZZ'],
    [['GB', 7], '7 must be an ISO 3166-1 country code in upper case, for example GB'],
    ['', '"" must be an ISO 3166-1 country code in upper case, for example GB'],
  ])('refuse regions = %j, and name the wrong one', (regions, why) => {
    expect(faultsWith({ regions })).toEqual([
      `regions cannot be ${JSON.stringify(regions)}; allowed: ${SETTINGS.regions.allowed} (${why})`,
    ]);
  });

  it.each([
    ['every day', 'every day is not a schedule: give cron(0 6 * * ? *), for example, or rate(12 hours)'],
    ['cron(0 6 * * *)', 'cron(0 6 * * *) is not valid: it has 5 fields instead of 6'],
    ['cron(99 99 * * ? *)', 'cron(99 99 * * ? *) is not valid: "99" is not valid as the minutes'],
    [
      'cron(0 6 * * * *)',
      'cron(0 6 * * * *) is not valid: exactly one of day of month and day of week must be ?',
    ],
    [
      'rate(0 days)',
      'rate(0 days) is not a schedule: give cron(0 6 * * ? *), for example, or rate(12 hours)',
    ],
    ['rate(1 hours)', 'rate(1 hours) is not valid: write rate(1 hour), and rate(2 hours)'],
    ['cron(0 6 31 2 ? *)', 'cron(0 6 31 2 ? *) never matches a time'],
  ])(
    'refuse scheduleExpression = %s, as EventBridge Scheduler does, and say why',
    (scheduleExpression, why) => {
      expect(faultsWith({ scheduleExpression })).toEqual([
        `scheduleExpression cannot be "${scheduleExpression}"; allowed: ${SETTINGS.scheduleExpression.allowed} (${why})`,
      ]);
    },
  );

  it('refuse a schedule that is always in the skipped hour of its zone', () => {
    const scheduleExpression = 'cron(30 1 ? 3 1L 2026-2199)';

    expect(faultsWith({ scheduleExpression })).toEqual([
      'cron(30 1 ? 3 1L 2026-2199) never matches a time in Europe/London',
    ]);
    expect(faultsWith({ scheduleExpression, scheduleTimeZone: 'UTC' })).toEqual([]);
  });

  it.each(['cron(0 5 * * *)', 'daily'])('refuse sweepSchedule = %s as any schedule', (sweepSchedule) => {
    expect(faultsWith({ sweepSchedule, services: 'Netflix' })).toEqual([
      expect.stringMatching(/^sweepSchedule cannot be ".*"; allowed: cron\(.*, or nothing \(.* is not /),
    ]);
  });

  it.each([
    ['Netflix', ['Netflix']],
    ['BBC iPlayer,157', ['BBC iPlayer', '157']],
    [
      ['Sky Go', '157'],
      ['Sky Go', '157'],
    ],
    ['', []],
    [[], []],
  ])('take %j as services', (services, read) => {
    expect(readConfig({ ...context, services })).toMatchObject({ services: read });
  });

  it.each([
    ['services', 'Netflix, Hulu', '" Hulu"'],
    ['services', ['Netflix', 157], '157'],
    ['services', 'Netflix,', '""'],
    ['services', ['Lionsgate, with Starz'], '"Lionsgate, with Starz"'],
    ['genres', 'x'.repeat(101), `"${'x'.repeat(101)}"`],
    ['sweepTypes', 'movie,film', '"film"'],
  ] as const)('refuse %s = %j, and name the wrong one', (name, value, wrong) => {
    expect(faultsWith({ [name]: value })).toEqual([
      expect.stringContaining(
        `${name} cannot be ${JSON.stringify(value)}; allowed: ${SETTINGS[name].allowed} (${wrong} `,
      ),
    ]);
  });

  describe('for sweeps', () => {
    const [sweep, feed] = [{ sweepSchedule: 'rate(1 day)' }, { feed: 'catalogue' }];

    it('are right with a service, beside another feed or alone', () => {
      expect(faultsWith({ ...sweep, services: 'Netflix' })).toEqual([]);
      expect(faultsWith({ ...feed, services: 'Netflix' })).toEqual([]);
      // For runs that are started by hand.
      expect(faultsWith({ services: 'Netflix' })).toEqual([]);
    });

    it.each([
      [sweep, 'sweepSchedule'],
      [feed, 'feed=catalogue'],
    ])('are refused without services: %j', (settings, cause) => {
      expect(faultsWith(settings)).toEqual([
        `services is empty; allowed with ${cause}: one service or more, for example Netflix,BBC iPlayer`,
      ]);
    });

    it('are refused with more countries than the free plan has', () => {
      const [three, four] = ['GB,IE,US', 'GB,IE,US,FR'];
      const services = 'Netflix';

      expect(faultsWith({ ...sweep, services, regions: three })).toEqual([]);
      expect(faultsWith({ ...sweep, services, regions: four })).toEqual([
        'regions has 4 countries; allowed with plan=free and sweepSchedule: at most 3, those that the key is enabled for',
      ]);
      expect(faultsWith({ ...sweep, services, regions: four, plan: 'paid' })).toEqual([]);
      expect(faultsWith({ services, regions: four })).toEqual([]);
    });

    it('are refused with a second schedule of the same feed', () => {
      expect(faultsWith({ ...feed, ...sweep, services: 'Netflix' })).toEqual([
        'sweepSchedule cannot be set with feed=catalogue, whose sweeps start by scheduleExpression; leave it empty',
      ]);
    });

    it('are refused with a schedule that never matches in its zone', () => {
      expect(faultsWith({ sweepSchedule: 'cron(30 1 ? 3 1L 2026-2199)', services: 'Netflix' })).toEqual([
        'sweepSchedule: cron(30 1 ? 3 1L 2026-2199) never matches a time in Europe/London',
      ]);
    });
  });

  it.each(['https://watchmode.example/v1/', 'https://watchmode.example/v1'])(
    'take %s as the address of Watchmode',
    (watchmodeBaseUrl) => {
      expect(readConfig({ ...context, watchmodeBaseUrl })).toMatchObject({
        watchmodeBaseUrl: 'https://watchmode.example/v1',
      });
    },
  );

  it('know the feeds of the contract', () => {
    expect(SETTINGS.feed.allowed).toBe(common.$defs.feed.enum.join(', '));
  });

  it.each([
    ['stage', 'Prod'],
    ['stage', 'a-stage-with-a-long-name'],
    ['stage', 7],
    ['awsAccount', '12345678901'],
    ['awsAccount', 123456789012],
    ['awsRegion', 'London'],
    ['terminationProtection', 'on'],
    ['scheduleTimeZone', 'Europe/Manchester'],
    ['scheduleEnabled', 'yes'],
    ['feed', 'new_people'],
    ['regions', 'GB,GB'],
    ['services', 'Netflix,Netflix'],
    ['genres', 7],
    ['sweepTypes', 'movie,movie'],
    ['maxCredits', 0],
    ['maxCredits', 'all'],
    ['sweepLagHours', 0],
    ['windowOverlapMinutes', -1],
    ['windowOverlapMinutes', 1.5],
    ['firstWindowHours', '0'],
    ['creditReserve', '1e3'],
    ['watchmodeBaseUrl', 'http://api.watchmode.com/v1'],
    ['watchmodeBaseUrl', 'https://user:word@api.watchmode.com/v1'],
    ['watchmodeBaseUrl', 'https://api.watchmode.com/v1?apiKey=x'],
    ['watchmodeTimeoutMs', 999],
    ['watchmodeRequestsPerMinute', 'many'],
    ['batchesAtOnce', 0],
    ['batchesAtOnce', 'many'],
    ['probeTitleId', 0],
    ['maxDeferrals', 100],
    ['minDeferralDays', -1],
    ['minDeferralDays', 91],
    ['taskMemoryMb', 64],
    ['logLevel', 'trace'],
    ['logRetentionDays', 31],
    ['logRetentionDays', 9999],
    ['streamMode', 'ON_DEMAND'],
    ['streamShards', 0],
    ['streamRetentionHours', 8761],
    ['recordAggregation', 'KPL'],
    ['aggregatedRecordBytes', 1_000_001],
    ['alarmEmail', 'nobody'],
    ['watermarkLagHours', 0],
    ['watermarkLagHours', 8_761],
    ['lowCredits', -1],
  ] as const)('refuse %s = %j with a message that names the key and what is allowed', (name, value) => {
    expect(faultsWith({ [name]: value })).toEqual([
      `${name} cannot be ${JSON.stringify(value)}; allowed: ${SETTINGS[name].allowed}`,
    ]);
  });

  it.each([
    ['scheduleExpression', 'rate(12 hours)'],
    ['scheduleExpression', 'cron(15 6 ? * MON-FRI *)'],
    ['scheduleExpression', 'cron(0 6 LW 1/3 ? 2026-2030)'],
    ['scheduleExpression', 'cron(0 6 ? * 6#3 *)'],
    ['awsAccount', '123456789012'],
    ['awsRegion', 'us-gov-west-1'],
    ['scheduleTimeZone', 'UTC'],
    ['scheduleEnabled', 'false'],
    ['regions', 'GB,IE'],
    ['maxCredits', '300'],
    ['maxCredits', 'none'],
    ['sweepTypes', 'movie,tv_series'],
    ['genres', ''],
    ['streamMode', 'provisioned'],
    ['alarmEmail', 'night-watch@example.com'],
  ])('accept %s = %j', (name, value) => {
    expect(faultsWith({ [name]: value })).toEqual([]);
  });

  it('refuse a missing stage', () => {
    expect(faultsWith({ stage: undefined })).toEqual([
      `stage is missing; allowed: ${SETTINGS.stage.allowed}`,
    ]);
  });

  it('refuse an unknown one, and name those that exist', () => {
    const [fault] = faultsWith({ memory: 512 });

    expect(fault).toMatch(/^memory is not a setting; the settings are stage, .*taskMemoryMb/);
  });

  it.each(['stream-mode', 'schedule.enabled', 'stream_mode', 'aws-region', ''])(
    'take the misspelt key %j for one of ours, since it would be forgotten silently',
    (key) => {
      expect(faultsWith({ [key]: 'provisioned' })).toEqual([
        expect.stringMatching(/^.* is not a setting; the settings are stage, /),
      ]);
    },
  );

  it("ignore the CDK's own keys", () => {
    const own = {
      'aws:cdk:bundling-stacks': [],
      '@aws-cdk/core:x': true,
      '@aws-cdk-containers/ecs-service-extensions:enableDefaultLogDriver': true,
      'availability-zones:account=123456789012:region=eu-west-2': ['eu-west-2a'],
      'acknowledged-issue-numbers': [1],
      'cli-telemetry': false,
    };

    expect(faultsWith(own)).toEqual([]);
  });

  it('report all faults', () => {
    expect(faultsWith({ stage: '', feed: '', colour: 'red' })).toHaveLength(3);
  });

  it.each([
    [{}, 6],
    [{ watchmodeRequestsPerMinute: '600' }, 30],
    [{ watchmodeRequestsPerMinute: 5 }, 1],
    [{ watchmodeRequestsPerMinute: 600, batchesAtOnce: 'auto' }, 30],
    [{ watchmodeRequestsPerMinute: 600, batchesAtOnce: '6' }, 6],
  ])('derive the batches at once from the rate, unless they are set: %j', (changes, batches) => {
    expect(batchesAtOnce(readConfig({ ...context, ...changes }))).toBe(batches);
  });

  it('refuse a concurrency above the rate', () => {
    expect(faultsWith({ batchesAtOnce: 13 })).toEqual([
      expect.stringContaining(
        'batchesAtOnce means 130 titles at once; allowed: at most watchmodeRequestsPerMinute (120)',
      ),
    ]);
    expect(faultsWith({ batchesAtOnce: 12 })).toEqual([]);
  });
});
