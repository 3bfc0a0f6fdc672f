import { describe, expect, it } from '@jest/globals';
import { coversOpenWindow, isSameRegions } from '../../events/run-scope.ts';
import type { ExecutionInput } from '../../events/types.ts';

const OWN = ['GB', 'IE'];

describe('a run over the open window', () => {
  it.each<[string, ExecutionInput]>([
    ['by hand', {}],
    ['by the schedule', { source: 'schedule', scheduledTime: '2026-11-24T06:00:00Z' }],
    ['of another feed', { feed: 'releases' }],
    ["for the deployment's regions, in any order", { regions: ['IE', 'GB'] }],
    ['that says it is no dry run', { dryRun: false }],
  ])('is one %s', (_, input) => {
    expect(coversOpenWindow(input, OWN)).toBe(true);
  });

  it.each<[string, ExecutionInput]>([
    ['that was told its titles', { titleIds: [1] }],
    ['over a closed window', { window: { start: '2026-11-01T00:00:00Z', end: '2026-11-02T00:00:00Z' } }],
    ['that takes only some titles', { maxTitles: 1 }],
    ['that takes only some types', { types: ['movie'] }],
    ['for fewer regions', { regions: ['IE'] }],
    ['for other regions', { regions: ['GB', 'FR'] }],
    ['that publishes nothing', { dryRun: true }],
    ['that only lists', { plan: true }],
  ])('is not one %s', (_, input) => {
    expect(coversOpenWindow(input, OWN)).toBe(false);
  });
});

describe('two lists of regions', () => {
  it('are the same in any order, and only with all of them', () => {
    expect(isSameRegions(['GB', 'IE'], ['IE', 'GB'])).toBe(true);
    expect(isSameRegions(['GB'], ['GB', 'IE'])).toBe(false);
    expect(isSameRegions(['GB', 'IE'], ['GB'])).toBe(false);
    expect(isSameRegions(['GB', 'FR'], ['GB', 'IE'])).toBe(false);
  });
});
