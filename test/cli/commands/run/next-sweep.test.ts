import { expect, it } from '@jest/globals';
import example from '../../../../events/examples/run-summary/sweep.json' with { type: 'json' };
import { describeNextSweep } from '../../../../cli/commands/run/next-sweep.ts';
import type { RunSummary } from '../../../../events/types.ts';

const second = example as RunSummary & { readonly sweep: NonNullable<RunSummary['sweep']> };
const first: RunSummary = { ...second, sweep: { ...second.sweep, baselines: 2 } };

it('describeNextSweep says how to see changes after a first sweep', () => {
  expect(describeNextSweep(first, false)).toBe(
    'the same command tells tomorrow what has arrived and left; with --days 7 it shows seven days now',
  );
  expect(describeNextSweep(first, true)).toBe('the same command tells tomorrow what has arrived and left');
});

it.each([
  ['a later sweep', second],
  ['a dry run, which keeps no sweep', { ...first, dryRun: true }],
  ['a run without a summary', undefined],
])('describeNextSweep says nothing after %s', (_, summary) => {
  expect(describeNextSweep(summary, false)).toBeUndefined();
});
