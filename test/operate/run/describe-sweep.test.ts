import { expect, it } from '@jest/globals';
import { describeSweep } from '../../../operate/run/describe-sweep.ts';

const sweep = { sections: ['GB:203'], pages: 1, titles: 212, arrived: 2, left: 1, missing: 0, baselines: 0 };

it.each([
  [{}, '212 titles in 1 section, 1 page bought: 2 arrived, 1 left'],
  [{ missing: 1 }, '212 titles in 1 section, 1 page bought: 2 arrived, 1 left, 1 missing'],
  [
    { missing: 90, held: 80 },
    '212 titles in 1 section, 1 page bought: 2 arrived, 1 left, 90 missing, 80 of them held back',
  ],
  [{ baselines: 1 }, '212 titles in 1 section, 1 page bought: the baseline of later sweeps'],
  [
    { sections: ['GB:203', 'GB:409'], baselines: 1 },
    '212 titles in 2 sections, 1 page bought: 2 arrived, 1 left, 1 section for the first time',
  ],
])('describeSweep with %j', (change, expected) => {
  expect(describeSweep({ ...sweep, ...change }, false)).toBe(expected);
});

it('says that the first sweep of a dry run is not kept', () => {
  expect(describeSweep({ ...sweep, baselines: 1 }, true)).toBe(
    '212 titles in 1 section, 1 page bought: not kept, because this was a dry run',
  );
  expect(describeSweep(sweep, true)).toBe('212 titles in 1 section, 1 page bought: 2 arrived, 1 left');
});
