import { describe, expect, it } from '@jest/globals';
import {
  judgeCredits,
  judgeLastSweep,
  judgeRegions,
  judgeServices,
  sweepSettingsOf,
  type SweepSettings,
} from '../../../../cli/commands/doctor/sweep-checks.ts';
import type { DeploymentContext } from '../../../../cli/deployment-context.ts';
import type { SectionItem } from '../../../../events/types.ts';
import { DEFAULT_SETTINGS } from '../../../../infra/stages.ts';
import type { Sweeps } from '../../../../operate/feeds/read-sweeps.ts';

const now = Date.parse('2026-11-24T10:00:00Z');

const settings = (given: Partial<DeploymentContext> = {}): SweepSettings => {
  const context = { stage: 'prod', ...DEFAULT_SETTINGS, feed: 'catalogue', services: ['Netflix'], ...given };
  const found = sweepSettingsOf(context);
  if (found === undefined) throw new Error('no schedule starts a sweep');
  return found;
};

const section = (key: string, given: Partial<SectionItem> = {}): SectionItem => ({
  feed: 'catalogue',
  item: `section#${key}`,
  slot: 'a',
  executionArn: 'arn:aws:states:eu-west-2:123456789012:execution:title-ingestion:nightly',
  sweptAt: '2026-11-24T05:00:09Z',
  pages: 10,
  limit: 250,
  titles: 2_400,
  arrived: 4,
  missing: [],
  gaps: [],
  ...given,
});

const sources: Sweeps['sources'] = [
  { id: 203, name: 'Netflix', type: 'sub', regions: ['GB', 'US'] },
  { id: 387, name: 'HBO Max', type: 'sub', regions: ['US'] },
];
const sweeps = (...sections: SectionItem[]): Sweeps => ({ sections, sources, regions: null });

describe('the settings of sweeps', () => {
  const context = { stage: 'prod', ...DEFAULT_SETTINGS } as DeploymentContext;

  it('are there only if a schedule starts sweeps', () => {
    expect(sweepSettingsOf(context)).toBeUndefined();
    expect(sweepSettingsOf({ ...context, sweepSchedule: 'rate(1 day)' })).toMatchObject({
      expression: 'rate(1 day)',
      timeZone: 'Europe/London',
    });
    expect(sweepSettingsOf({ ...context, feed: 'catalogue' })).toMatchObject({
      expression: 'cron(0 6 * * ? *)',
    });
  });
});

describe('the check of the last sweep', () => {
  const judge = (watermark: string | null, hours = 26) =>
    judgeLastSweep(
      { watermark: watermark === null ? null : { feed: 'catalogue', item: 'watermark', watermark } },
      settings({ sweepLagHours: hours }),
      now,
    );

  it('warns of a sweep that is older than the setting', () => {
    expect(judge('2026-11-24T05:00:09Z')).toEqual({
      verdict: 'ok',
      detail: 'complete at 2026-11-24 05:00:09Z, 4 h 59 min ago',
    });
    expect(judge('2026-11-23T07:00:00Z')).toMatchObject({ verdict: 'warning' });
    expect(judge('2026-11-23T07:00:00Z', 28)).toMatchObject({ verdict: 'ok' });
  });

  it('says how the first one begins', () => {
    expect(judge(null)).toMatchObject({
      verdict: 'warning',
      detail: 'no sweep has been complete yet',
      remedy: expect.stringContaining('tvguide start --feed catalogue'),
    });
  });
});

describe('the check of the services', () => {
  it('accepts names in any case, and IDs', () => {
    const regions = ['GB', 'US'];

    expect(judgeServices(sweeps(), settings({ services: ['netflix', '387'], regions }))).toEqual({
      verdict: 'ok',
      detail: 'netflix, 387',
    });
  });

  it('fails with one that none of the countries has', () => {
    expect(judgeServices(sweeps(), settings({ services: ['Netflix', 'HBO Max'] }))).toMatchObject({
      verdict: 'failed',
      detail: 'HBO Max is not offered in GB, but in US',
    });
    const ofTheName: Sweeps['sources'] = [
      ...sources,
      { id: 9, name: 'HBO Max', type: 'sub', regions: ['GB'] },
    ];
    expect(judgeServices({ ...sweeps(), sources: ofTheName }, settings({ services: ['HBO Max'] }))).toEqual({
      verdict: 'ok',
      detail: 'HBO Max',
    });
  });

  it('names an unknown one with similar names', () => {
    expect(judgeServices(sweeps(), settings({ services: ['Netflx'] }))).toMatchObject({
      verdict: 'failed',
      detail: expect.stringContaining('did you mean Netflix?'),
    });
  });

  it('fails without services, and is left out before Watchmode was asked', () => {
    expect(judgeServices(sweeps(), settings({ services: [] }))).toMatchObject({ verdict: 'failed' });
    expect(judgeServices({ ...sweeps(), sources: null }, settings())).toMatchObject({ verdict: 'skipped' });
  });
});

describe('the check of the countries', () => {
  const onPlan: Sweeps = {
    ...sweeps(),
    regions: [
      { region: 'GB', name: 'United Kingdom', isOnPlan: true },
      { region: 'FR', name: 'France', isOnPlan: false },
      { region: 'US', name: 'United States', isOnPlan: true },
    ],
  };

  it.each([
    [['GB'], 'ok', 'GB, of GB, US on the plan'],
    [['GB', 'FR'], 'failed', 'FR is not on the plan, which has GB, US'],
    [['DE', 'FR'], 'failed', 'DE, FR are not on the plan, which has GB, US'],
  ])('of %j is %s', (regions, verdict, detail) => {
    expect(judgeRegions(onPlan, settings({ regions }))).toMatchObject({ verdict, detail });
  });

  it('is left out before Watchmode was asked', () => {
    expect(judgeRegions(sweeps(), settings())).toEqual({
      verdict: 'skipped',
      detail: 'no sweep has asked Watchmode yet',
    });
  });
});

describe('the check of the credits', () => {
  const account = { quota: 2_500, left: 2_000 };
  const judge = (found: Sweeps, given: Partial<DeploymentContext> = {}, credits = account) =>
    judgeCredits(found, settings(given), credits, now);

  it('computes a sweep and a month from the pages and the new titles of the last sweep', () => {
    const services = ['Netflix', '387'];
    const found = sweeps(section('GB:203'), section('GB:387', { pages: 2, arrived: 1 }));

    expect(judge(found, { services })).toEqual({
      verdict: 'ok',
      detail: '25 credits a sweep (12 pages of 2 sections, 5 new titles), 750 in 30 days, of 2500',
    });
  });

  it('counts only the sections that the schedule lists', () => {
    const found = sweeps(
      section('GB:203', { pages: 1, arrived: 0 }),
      section('GB:203:movie', { pages: 2, arrived: 0 }),
      section('GB:203:tv_series', { pages: 4, arrived: 0 }),
      section('GB:203:genres=4', { pages: 8, arrived: 0 }),
      section('GB:203:movie:genres=4,7', { pages: 16, arrived: 0 }),
      section('US:203', { pages: 32, arrived: 0 }),
      section('GB:387', { pages: 64, arrived: 0 }),
    );
    const pagesWith = (given: Partial<DeploymentContext>) =>
      /\((\d+) pages?/.exec(judge(found, given).detail)?.[1];

    expect(pagesWith({})).toBe('1');
    expect(pagesWith({ sweepTypes: ['movie'] })).toBe('2');
    expect(pagesWith({ sweepTypes: ['movie', 'tv_series'] })).toBe('6');
    expect(pagesWith({ genres: ['drama'] })).toBe('8');
    expect(pagesWith({ genres: ['drama', '7'], sweepTypes: ['movie'] })).toBe('16');
    expect(pagesWith({ regions: ['GB', 'US'] })).toBe('33');
    expect(pagesWith({ services: ['hbo max'] })).toBe('64');
    expect(pagesWith({ services: ['HBO-Max'] })).toBe('64');
    expect(pagesWith({ services: ['387'] })).toBe('64');
  });

  it('buys one page of a section without titles', () => {
    expect(judge(sweeps(section('GB:203', { pages: 0, titles: 0, arrived: 0 }))).detail).toContain(
      '4 credits a sweep (1 page of 1 section, 0 new titles)',
    );
  });

  it.each([
    [{ sweepSchedule: 'rate(3 hours)', feed: 'releases' }, account, 'more than the 2500 of the account'],
    [{}, { quota: 2_500, left: 120 }, 'the next one is refused, as 120 are left and 100 are reserved'],
    [{}, { quota: 2_500, left: -1 }, 'the next one is refused, as 0 are left and 100 are reserved'],
    [{ maxCredits: 20 }, account, 'a sweep is refused above maxCredits, 20'],
  ])('warns with %j and %j', (given, credits, problem) => {
    expect(judge(sweeps(section('GB:203')), given, credits)).toMatchObject({
      verdict: 'warning',
      detail: expect.stringContaining(problem),
      remedy: expect.stringContaining('list fewer services'),
    });
  });

  it('allows exactly what is left and what maxCredits allows', () => {
    expect(judge(sweeps(section('GB:203')), { maxCredits: 21 }, { quota: 2_500, left: 121 })).toMatchObject({
      verdict: 'ok',
      detail: expect.stringMatching(/^21 credits a sweep/),
    });
  });

  it('estimates without the credits of the account', () => {
    expect(judgeCredits(sweeps(section('GB:203')), settings(), undefined, now)).toEqual({
      verdict: 'ok',
      detail: '21 credits a sweep (10 pages of 1 section, 4 new titles), 630 in 30 days',
    });
  });

  it('says what the first sweep costs at least', () => {
    const given = {
      services: ['Netflix', '387'],
      regions: ['GB', 'US'],
      sweepTypes: ['movie', 'tv_series'],
    };

    // Netflix in two countries, HBO Max in one, each with two types; and the names.
    expect(judge(sweeps(), given)).toEqual({
      verdict: 'ok',
      detail:
        'not known before the first sweep, which costs at least 9 credits: see npm run cost -- --titles 20 --sweep PAGES',
    });
    expect(judge({ ...sweeps(), sources: null }, given).detail).toContain('at least 7 credits');
  });
});
