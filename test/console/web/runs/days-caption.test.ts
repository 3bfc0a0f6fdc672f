import { expect, it } from '@jest/globals';
import { captionOf } from '../../../../console/web/runs/days-caption.ts';

const daysOf = (length: number) =>
  Array.from({ length }, (_, index) => ({
    ...{ day: `2026-11-${String(index + 1).padStart(2, '0')}`, runs: 1, failed: 0 },
    ...{ titles: 0, deferred: 0, credits: 0, lasted: 0 },
  }));
const SHOWN = 'Runs a day, by the start of the runs, in UTC.';

it.each([
  ['all days', 30, null, 30, SHOWN],
  ['fewer days than the window has room for', 3, null, 30, SHOWN],
  [
    'the newest days in a narrow window',
    30,
    null,
    14,
    `${SHOWN} This window has room for the newest 14 of 30 days; the table has all.`,
  ],
  [
    'the days whose runs were all read',
    2,
    1_000,
    30,
    `${SHOWN} Days before the newest 1,000 runs are left out.`,
  ],
  [
    'no day, if more runs started today than are read',
    0,
    1_000,
    30,
    'The newest 1,000 runs started today, so that no day could be read whole. The list below has them.',
  ],
])('the chart of the days says that it shows %s', (_, days, most, room, caption) => {
  expect(captionOf({ days: daysOf(days), most }, 'Runs', room)).toBe(caption);
});
