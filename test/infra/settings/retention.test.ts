import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { catalogueRetention } from '../../../infra/settings/retention.ts';
import { settingsOf } from '../../../infra/stages.ts';
import { context, faultsWith } from '../support/settings-of-prod.ts';

describe('the plan at Watchmode', () => {
  it('is the free one unless the stage has another', () => {
    expect(settingsOf('prod').plan).toBe('free');
    expect(settingsOf('ada').plan).toBe('free');
  });

  it.each([
    ['logRetentionDays', 60, 30],
    ['streamRetentionHours', 721, 720],
    ['catalogueKeepDays', 31, 30],
  ])('refuses on the free plan a longer %s than 30 days', (key, value, most) => {
    expect(faultsWith({ [key]: value })).toEqual([
      `${key} is ${value}; allowed with plan=free: at most ${most}, because Watchmode's data may be kept for 30 days (docs/terms.md)`,
    ]);
    expect(faultsWith({ [key]: value, plan: 'paid' })).toEqual([]);
  });

  it('names every setting that is too long', () => {
    expect(
      faultsWith({ logRetentionDays: 90, streamRetentionHours: 8_760, catalogueKeepDays: 365 }),
    ).toHaveLength(3);
  });

  it.each([
    ['logRetentionDays', 30],
    ['streamRetentionHours', 720],
    ['catalogueKeepDays', 30],
    ['catalogueKeepDays', 1],
  ])('allows %s = %i on the free plan', (key, value) => {
    expect(faultsWith({ [key]: value })).toEqual([]);
  });
});

describe('the retention of the catalogue', () => {
  const settings = { ...context, catalogueKeepDays: 'auto' } as const;

  it('is 30 days without backups on the free plan', () => {
    expect(catalogueRetention({ ...settings, plan: 'free', streamRetentionHours: 24 })).toEqual({
      keepDays: 30,
      failedRecordDays: 22,
      maximumRecordAgeInSeconds: 20 * 3_600,
      hasBackups: false,
    });
  });

  it('lasts until a title leaves on a paid plan, with backups', () => {
    expect(catalogueRetention({ ...settings, plan: 'paid', streamRetentionHours: 8_760 })).toEqual({
      keepDays: null,
      failedRecordDays: 90,
      maximumRecordAgeInSeconds: 7 * 24 * 3_600,
      hasBackups: true,
    });
  });
});

describe('docs/terms.md', () => {
  const page = readFileSync('docs/terms.md', 'utf8');
  const cellsOf = (data: string) =>
    page
      .split('\n')
      .find((line) => line.startsWith(`| ${data} `))!
      .split('|')
      .slice(4, 6)
      .map((cell) => cell.trim());
  const daysOf = (plan: 'free' | 'paid') =>
    catalogueRetention({ ...context, catalogueKeepDays: 'auto', plan });

  it('has the retention of either plan', () => {
    const { keepDays, failedRecordDays } = daysOf('free');

    expect(cellsOf('titles in the catalogue')).toEqual([
      `at most ${keepDays} days`,
      'until the title leaves',
    ]);
    expect(cellsOf('records that the catalogue refused')).toEqual(
      [failedRecordDays, daysOf('paid').failedRecordDays].map((days) => `${days} days`),
    );
    expect(cellsOf('events in the stream')).toEqual(['at most 720', 'at most 8760']);
  });

  it('shows the message for a setting that keeps data for too long', () => {
    expect(page).toContain(`\n  - ${faultsWith({ logRetentionDays: 90 }).join()}\n`);
  });
});
