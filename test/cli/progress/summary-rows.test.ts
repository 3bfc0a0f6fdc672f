import { describe, expect, it } from '@jest/globals';
import pico from 'picocolors';
import example from '../../../events/examples/run-summary/sweep.json' with { type: 'json' };
import { describeLosses } from '../../../cli/progress/losses.ts';
import { summaryRows, watermarkRows } from '../../../cli/progress/summary-rows.ts';
import { NO_NAMES } from '../../../cli/title-names.ts';
import type { RunSummary } from '../../../events/types.ts';

const sweep = example as RunSummary & { sweep: NonNullable<RunSummary['sweep']> };
const rowsOf = (summary: RunSummary) => summaryRows(summary, NO_NAMES, pico.createColors(false)).join('\n');

describe('the rows of a sweep', () => {
  it('say what has come and gone since the sweep before', () => {
    expect(rowsOf(sweep)).toBe(`  feed        catalogue  2026-11-23T05:00:00Z to 2026-11-24T05:00:09Z
  sweep       2711 titles in 2 sections, 12 pages bought
  arrived     2
  left        1
  missing     1  not listed this time: the next sweep tells if it has left
  discovered  2
  published   2
  skipped     0
  deferred    0
  rejected    0`);
  });

  it('count the departures of a sweep without a title to fetch', () => {
    const quiet = {
      ...sweep,
      discovered: 0,
      published: 0,
      sweep: { ...sweep.sweep, arrived: 0, missing: 0 },
    };

    expect(rowsOf(quiet)).toMatch(/arrived {5}0\n {2}left {8}1\n {2}missing {5}0$/);
  });

  it('do not promise that the next sweep tells about titles that are held back', () => {
    const lost = { ...sweep, discovered: 0, sweep: { ...sweep.sweep, missing: 80, held: 80 } };

    expect(rowsOf(lost)).toMatch(
      /missing {5}80 {2}not listed this time\n {2}held {8}80 {2}most of a service/,
    );
  });

  it('say that a first sweep is the baseline of later ones', () => {
    const first = { ...sweep, discovered: 0, sweep: { ...sweep.sweep, baselines: 2, arrived: 0, left: 0 } };

    expect(rowsOf(first)).toBe(`  feed        catalogue
  sweep       2711 titles in 2 sections, 12 pages bought
  baseline    nothing is published: later sweeps are compared with this one`);
  });

  it('say that the first sweep of a dry run is not kept', () => {
    const rehearsal = { ...sweep, dryRun: true, sweep: { ...sweep.sweep, baselines: 2 } };

    expect(rowsOf(rehearsal)).toContain('  baseline    not kept, because this was a dry run\n');
  });

  it('tell a service that was added to the sweep from those that were compared', () => {
    expect(rowsOf({ ...sweep, sweep: { ...sweep.sweep, baselines: 1 } })).toContain(
      '12 pages bought\n              1 section for the first time\n  arrived     2',
    );
  });

  it('say that only a sweep moves the watermark of the feed', () => {
    const style = pico.createColors(false);

    expect(watermarkRows({ ...sweep, watermark: null }, style)).toEqual([
      '  watermark   not moved: only a sweep moves it',
    ]);
    expect(watermarkRows({ ...sweep, feed: 'releases', watermark: null }, style)).toEqual([
      '  watermark   not moved: only a run over the whole open window moves it',
    ]);
  });

  it('say what the plan of a sweep costs', () => {
    const plan = { ...sweep, plan: { titles: 2, credits: 16, creditsLeft: 2_400 } };

    expect(rowsOf(plan)).toMatch(
      /\n {2}plan {8}about 16 credits {2}for the pages, and as many new titles as last time \(2\); 2400 credits are left$/,
    );
  });

  it('say that the next sweep asks for deferred titles again', () => {
    const deferring = { ...sweep, published: 1, deferred: 1 };

    expect(rowsOf(deferring)).toContain('deferred    1  asked for again by the next sweep');
    expect(describeLosses(deferring, '')).toEqual([
      '1 of 2 titles was deferred: the next sweep asks for it again',
    ]);
  });
});
