import { expect, it } from '@jest/globals';
import { departuresText, processedText } from '../../../../console/web/parts/progress-text.ts';

const items = { total: 1_200, succeeded: 4, failed: 1, running: 0, pending: 0, aborted: 0 };

it.each([
  [{}, '4 of 1,200 processed'],
  [{ departures: 1 }, '4 of 1,200 processed (1 departure)'],
  [{ departures: 3 }, '4 of 1,200 processed (3 departures)'],
])('processedText with %j', (more, text) => {
  expect(processedText({ ...items, ...more })).toBe(text);
});

it('departuresText is empty without departures', () => {
  expect(departuresText(items)).toBe('');
});
