import { expect, it } from '@jest/globals';
import { axisLabel, durationTicks } from '../../../../console/web/runs/axis.ts';

it.each([
  [43_000, ['30 s', '5 s']],
  [180_000, ['2 min', '30 s']],
  [7_300_000, ['2 h', '30 min']],
  [417, ['200 ms', '50 ms']],
  [0, ['1 ms']],
])('labels two round durations of an axis up to %d ms', (longest, labels) => {
  expect(durationTicks(longest).map(axisLabel)).toEqual(labels);
});
