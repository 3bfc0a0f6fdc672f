import { describe, expect, it } from '@jest/globals';
import { idleLabels } from '../../../../console/web/run/idle-labels.ts';
import { scaleOf } from '../../../../console/web/run/timeline-scale.ts';
import { attempt, visit } from '../support/visits.ts';

const MINUTE = 60_000;
const stretches = [
  { from: 0, to: 10_000 },
  { from: 10 * MINUTE, to: null },
];
const failed = visit(1, {
  exitedAt: null,
  attempts: [attempt(1, 0, 10_000), { ...attempt(2, 10 * MINUTE, null), redrive: 1 }],
});

describe('the labels of idle stretches', () => {
  it('have the length between a failure and its redrive, whether it is compressed or not', () => {
    for (const compress of [true, false]) {
      const scale = scaleOf([failed], { now: 10 * MINUTE + 10_000, stretches, compress });
      const labels = idleLabels(scale, 1_000);

      expect(labels.map(({ text }) => text)).toEqual(['9 min 50 s, then redrive 1']);
      expect(labels[0]?.x).toBeCloseTo(scale.at(10_000) * 1_000);
    }
  });

  it('have the length of a wait, and are shorter or left out where there is no room', () => {
    const attempts = [attempt(1, 0, 1_000), attempt(2, 61_000, 62_000), attempt(3, 122_000, 123_000)];
    const scale = scaleOf([visit(1, { attempts, exitedAt: 123_000 })], { now: 123_000 });
    const firstOf = (width: number) => idleLabels(scale, width)[0]?.text;

    expect([1_000, 200, 10].map(firstOf)).toEqual(['1 min 00 s idle', '1 min 00 s', '']);
  });
});
