import { expect, it } from '@jest/globals';
import { splitName } from '../../../../console/web/parts/split-name.ts';

it('keeps a short name whole', () => {
  expect(splitName('2026-11-29T0304-scheduled')).toEqual(['2026-11-29T0304-scheduled', '']);
});

it('keeps the end of a long name apart, in which names that were generated differ', () => {
  expect(splitName('nightly-catch-up-of-the-autumn-window-0000001')).toEqual([
    'nightly-catch-up-of-the-autumn-',
    'window-0000001',
  ]);
});
