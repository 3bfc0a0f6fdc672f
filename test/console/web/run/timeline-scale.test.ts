import { describe, expect, it } from '@jest/globals';
import type { VisitRow } from '../../../../console/api/index.ts';
import { scaleOf, ticksOf } from '../../../../console/web/run/timeline-scale.ts';

/** A visit of a task whose attempts took from here to there, in milliseconds since the start. */
function visit(id: number, ...attempts: readonly (readonly [from: number, to: number])[]): VisitRow {
  const [first] = attempts;
  return {
    id,
    name: 'Work',
    type: 'Task',
    parent: null,
    iteration: null,
    enteredAt: first?.[0] ?? 0,
    exitedAt: attempts.at(-1)?.[1] ?? 0,
    status: 'succeeded',
    retries: attempts.length - 1,
    error: null,
    message: null,
    attempts: attempts.map(([scheduledAt, endedAt], index) => ({
      eventId: id + index,
      scheduledAt,
      startedAt: scheduledAt,
      endedAt,
      outcome: 'succeeded',
      error: null,
      message: null,
    })),
    mapRun: null,
  };
}

describe('the moments named along a timeline', () => {
  it('are round, and as many as there is room for', () => {
    const ticks = ticksOf(scaleOf([visit(1, [0, 8_000])], 8_000), 10);

    expect(ticks.map(({ after }) => after)).toEqual([0, 1e3, 2e3, 3e3, 4e3, 5e3, 6e3, 7e3, 8e3]);
    expect(ticks.map(({ at }) => at)).toEqual([0, 0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 1]);
    expect(ticksOf(scaleOf([visit(1, [0, 8_000])], 8_000), 3).map(({ after }) => after)).toEqual([0, 5_000]);
  });

  it('leave out an idle stretch, and go on behind it', () => {
    const scale = scaleOf([visit(1, [0, 2_000], [3_602_000, 3_604_000])], 3_604_000);
    const ticks = ticksOf(scale, 8);

    expect(scale.idle).toEqual([{ from: 2_000, to: 3_602_000 }]);
    expect(ticks.map(({ after }) => after)).toEqual([
      0, 500, 1_000, 1_500, 2_000, 3_602_500, 3_603_000, 3_603_500, 3_604_000,
    ]);
    expect(ticks.at(-1)?.at).toBe(1);
  });

  it('are few also for a run of months', () => {
    const day = 86_400_000;

    expect(ticksOf(scaleOf([visit(1, [0, 200 * day])], 200 * day), 10)).toHaveLength(11);
  });
});
