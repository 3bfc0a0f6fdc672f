import { describe, expect, it } from '@jest/globals';
import { coversOpenWindow, isSameRegions, isSweep } from '../../events/run-scope.ts';
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

describe('a sweep', () => {
  it.each<[string, ExecutionInput]>([
    ['of all that the deployment sweeps', {}],
    ['of some services and types', { services: ['Netflix'], types: ['movie'], genres: [4] }],
    ['of other regions', { regions: ['US'] }],
    ['that publishes nothing, but writes pages', { dryRun: true }],
  ])('%s has the claim of its feed', (_, input) => {
    expect(coversOpenWindow({ ...input, feed: 'catalogue' }, OWN)).toBe(true);
    expect(coversOpenWindow(input, OWN, 'catalogue')).toBe(true);
    expect(isSweep(input, 'catalogue')).toBe(true);
  });

  it('that is only planned has none', () => {
    expect(coversOpenWindow({ feed: 'catalogue', plan: true }, OWN)).toBe(false);
  });

  it('is no run with titles of its own, and none of another feed', () => {
    expect(coversOpenWindow({ feed: 'catalogue', titleIds: [1] }, OWN)).toBe(false);
    expect(isSweep({ feed: 'catalogue', titleIds: [1] }, 'new_titles')).toBe(false);
    expect(isSweep({ feed: 'new_titles' }, 'catalogue')).toBe(false);
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
