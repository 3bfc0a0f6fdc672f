import { describe, expect, it } from '@jest/globals';
import type { VisitRow } from '../../../../console/api/index.ts';
import { endOfAttempt, scaleOf, solidParts, ticksOf } from '../../../../console/web/run/timeline-scale.ts';
import { attempt, visit as visitOf } from '../support/visits.ts';

/** Returns a visit of a task with these attempts, in milliseconds since the start. */
function visit(id: number, ...attempts: readonly (readonly [from: number, to: number])[]): VisitRow {
  return visitOf(id, {
    enteredAt: attempts[0]?.[0] ?? 0,
    exitedAt: attempts.at(-1)?.[1] ?? 0,
    retries: attempts.length - 1,
    attempts: attempts.map(([from, to], index) => attempt(id + index, from, to)),
  });
}

describe('the scale of a timeline', () => {
  it('goes from 0 at the first state to 1 at the end, evenly where work is done', () => {
    const { start, end, idle, at } = scaleOf([visit(1, [500, 4_500]), visit(2, [4_500, 8_500])], {
      now: 99_000,
    });

    expect({ start, end, idle }).toEqual({ start: 500, end: 8_500, idle: [] });
    expect([500, 2_500, 4_500, 8_500].map(at)).toEqual([0, 0.25, 0.5, 1]);
  });

  it('extends to now while a state is running', () => {
    const open = visitOf(1, { enteredAt: 0, exitedAt: null, attempts: [attempt(1, 0, null)] });
    const { end, idle, at } = scaleOf([open], { now: 10_000 });

    expect({ end, idle }).toEqual({ end: 10_000, idle: [] });
    expect(at(5_000)).toBe(0.5);
  });

  it('compresses each idle stretch to 3% of the work, with times in order', () => {
    const { idle, at } = scaleOf([visit(1, [0, 5_000], [905_000, 910_000])], { now: 910_000 });
    const moments = [0, 5_000, 455_000, 905_000, 910_000].map((moment) => at(moment) * 10_300);

    expect(idle).toEqual([{ from: 5_000, to: 905_000 }]);
    expect(moments.map(Math.round)).toEqual([0, 5_000, 5_150, 5_300, 10_300]);
  });

  it.each([
    ['a second', 1_000, 10_000],
    ['eight hundredths of the whole', 80_000, 1_000_000],
  ])('does not compress a stretch of at most %s', (_, gap, whole) => {
    const end = visit(1, [0, 1_000], [1_000 + gap, whole]);
    const longer = visit(1, [0, 1_000], [1_001 + gap, whole]);

    expect(scaleOf([end], { now: whole }).idle).toEqual([]);
    expect(scaleOf([longer], { now: whole }).idle).toHaveLength(1);
  });

  it('counts Wait and enclosing states as idle, and a Map Run as work', () => {
    const first = visit(1, [0, 1_000]);
    const long = (given: Partial<VisitRow>) =>
      scaleOf([first, visitOf(2, { enteredAt: 1_000, exitedAt: 9_000, ...given })], { now: 9_000 }).idle;

    expect(long({ type: 'Wait' })).toEqual([{ from: 1_000, to: 9_000 }]);
    expect(long({ type: 'Parallel' })).toHaveLength(1);
    expect(long({ type: 'Map' })).toHaveLength(1);
    expect(long({ type: 'Map', mapRun: 'a-map-run' })).toEqual([]);
    expect(long({ type: 'Pass' })).toEqual([]);
  });

  it('shows all times to scale if compression is off', () => {
    const { idle, at } = scaleOf([visit(1, [0, 5_000], [905_000, 910_000])], {
      now: 910_000,
      compress: false,
    });

    expect(idle).toEqual([]);
    expect(at(455_000)).toBe(0.5);
  });

  it('counts the time between a failure and its redrive as idle, within a Map Run, too', () => {
    const stretches = [
      { from: 0, to: 5_000 },
      { from: 605_000, to: 610_000 },
    ];
    const map = visitOf(1, { type: 'Map', mapRun: 'a-map-run', enteredAt: 0, exitedAt: 610_000 });
    const { idle, gaps } = scaleOf([map], { now: 610_000, stretches });

    expect(idle).toEqual([{ from: 5_000, to: 605_000 }]);
    expect(gaps).toEqual([{ from: 5_000, to: 605_000, redrive: 1 }]);
  });

  it('ends an attempt that another failure aborted with the work of the run', () => {
    const stretches = [
      { from: 0, to: 5_000 },
      { from: 605_000, to: null },
    ];
    const [aborted, again] = [attempt(1, 0, null), { ...attempt(2, 605_000, null), redrive: 1 }];

    expect(endOfAttempt(aborted, stretches, 700_000)).toBe(5_000);
    expect(endOfAttempt(again, stretches, 700_000)).toBe(700_000);
    expect(endOfAttempt(attempt(3, 0, 400), stretches, 700_000)).toBe(400);
  });

  it('has a length before the first state', () => {
    const { start, end, at } = scaleOf([], { now: 7_000 });

    expect([start, end, at(7_000)]).toEqual([7_000, 7_001, 0]);
  });
});

describe('the solid parts of a bar', () => {
  it('leave out what is compressed and what was not at work, so that equal lengths are equal times', () => {
    const cuts = [
      { from: 2_000, to: 5_000 },
      { from: 8_000, to: 9_000 },
    ];

    expect(solidParts(0, 10_000, cuts)).toEqual([
      [0, 2_000],
      [5_000, 8_000],
      [9_000, 10_000],
    ]);
    expect(solidParts(3_000, 4_000, cuts)).toEqual([]);
    expect(solidParts(9_000, 9_500, cuts)).toEqual([[9_000, 9_500]]);
  });

  it('of half a second of work in a wait are a twelfth of those of six seconds', () => {
    const work = visit(1, [0, 6_000]);
    const waits = visit(2, [6_000, 6_250], [12_000, 12_250]);
    const scale = scaleOf([work, waits], { now: 12_250 });
    const lengthOf = (from: number, to: number) =>
      solidParts(from, to, scale.idle).reduce((sum, [a, b]) => sum + scale.at(b) - scale.at(a), 0);

    expect(lengthOf(0, 6_000) / 12).toBeCloseTo(lengthOf(6_000, 12_250));
  });
});

describe('the ticks of a timeline', () => {
  it('are round, and as many as fit', () => {
    const ticks = ticksOf(scaleOf([visit(1, [0, 8_000])], { now: 8_000 }), 10);

    expect(ticks.map(({ after }) => after)).toEqual([0, 1e3, 2e3, 3e3, 4e3, 5e3, 6e3, 7e3, 8e3]);
    expect(ticks.map(({ at }) => at)).toEqual([0, 0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 1]);
    expect(ticksOf(scaleOf([visit(1, [0, 8_000])], { now: 8_000 }), 3).map(({ after }) => after)).toEqual([
      0, 5_000,
    ]);
  });

  it('leave out an idle stretch, and go on after it', () => {
    const scale = scaleOf([visit(1, [0, 2_000], [3_602_000, 3_604_000])], { now: 3_604_000 });
    const ticks = ticksOf(scale, 8);

    expect(scale.idle).toEqual([{ from: 2_000, to: 3_602_000 }]);
    expect(ticks.map(({ after }) => after)).toEqual([
      0, 500, 1_000, 1_500, 2_000, 3_602_500, 3_603_000, 3_603_500, 3_604_000,
    ]);
    expect(ticks.at(-1)?.at).toBe(1);
  });

  it('are few also for a run of months', () => {
    const day = 86_400_000;

    expect(ticksOf(scaleOf([visit(1, [0, 200 * day])], { now: 200 * day }), 10)).toHaveLength(11);
  });
});
