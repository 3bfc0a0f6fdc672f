import { describe, expect, it } from '@jest/globals';
import type { Feed } from '../../../events/types.ts';
import { ALL_TITLES, Calendar } from '../../../local/watchmode/calendar.ts';
import { Titles } from '../../../local/watchmode/titles.ts';

const HOUR = 3600;
const titles = new Titles([], 500);
const calendar = new Calendar(titles, HOUR);
const NOON = Date.UTC(2026, 10, 24, 12) / 1000;

function ids(start: number, end: number, feed: Feed = 'new_titles'): number[] {
  return calendar.list(feed, start, end, ALL_TITLES).map(({ title }) => title.watchmodeId);
}

describe('Calendar', () => {
  it.each([0, 1, 1799, 3599])(
    'lists every title once in a period that starts %s s after the hour',
    (offset) => {
      const start = NOON + offset;

      expect(ids(start, start + HOUR - 1).sort((a, b) => a - b)).toEqual(
        [...titles].map((t) => t.watchmodeId),
      );
    },
  );

  it('lists every title once in a longer window too', () => {
    expect(ids(NOON, NOON + 50 * HOUR)).toHaveLength(500);
  });

  it('splits a period into windows that share no title and leave none out', () => {
    const parts = [0, 7, 600, 601, 3000].map((from, index, all) =>
      ids(NOON + from, NOON + (all[index + 1] ?? HOUR) - 1),
    );

    expect(parts.flat().sort((a, b) => a - b)).toEqual([...titles].map(({ watchmodeId }) => watchmodeId));
  });

  it('lists a title at its second and not at the seconds beside it', () => {
    const [first] = calendar.list('new_titles', NOON, NOON + HOUR, ALL_TITLES);
    const { epochSeconds, title } = first!;

    expect(ids(epochSeconds, epochSeconds)).toContain(title.watchmodeId);
    expect(ids(epochSeconds - 1, epochSeconds - 1)).not.toContain(title.watchmodeId);
    expect(ids(epochSeconds + 1, epochSeconds + 1)).not.toContain(title.watchmodeId);
    expect(ids(epochSeconds + HOUR, epochSeconds + HOUR)).toContain(title.watchmodeId);
  });

  it('has the earliest first, and times of its own for each feed', () => {
    const times = calendar
      .list('new_titles', NOON, NOON + HOUR, ALL_TITLES)
      .map((found) => found.epochSeconds);

    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(ids(NOON, NOON + 600, 'releases')).not.toEqual(ids(NOON, NOON + 600));
  });

  it('lists nothing when the window ends before it starts', () => {
    expect(ids(NOON, NOON - 1)).toEqual([]);
  });

  it('lists what a filter accepts, also when another listing came before', () => {
    const even = { name: 'even', accepts: ({ watchmodeId: id }: { watchmodeId: number }) => id % 2 === 0 };

    expect(ids(NOON, NOON + HOUR)).toHaveLength(500);
    expect(calendar.list('new_titles', NOON, NOON + HOUR, even)).toHaveLength(250);
    expect(ids(NOON, NOON + HOUR)).toHaveLength(500);
  });
});
