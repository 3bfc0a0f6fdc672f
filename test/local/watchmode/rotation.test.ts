import { describe, expect, it } from '@jest/globals';
import { DAY_MS } from '../../../events/instant.ts';
import { Rotation } from '../../../local/watchmode/rotation.ts';

const CREATED = Date.UTC(2026, 10, 24, 18);

/** A service has somewhat more than a quarter of all titles on day 0. */
const wasOffered = (titleId: number) => titleId % 7 < 2;

/** The titles of one service in one country from day 0 on, of the first `sample` titles. */
function daysOf({
  titles,
  days,
  seed = 1,
  sample = titles,
}: Record<'titles' | 'days', number> & { seed?: number; sample?: number }): Set<number>[] {
  let now = CREATED;
  const rotation = new Rotation({ seed, titles, createdAt: CREATED }, () => now);
  return Array.from({ length: days }, (_, day) => {
    now = CREATED + day * DAY_MS;
    const ids = Array.from({ length: sample }, (__, titleId) => titleId);
    const offered = ids.filter((titleId) =>
      rotation.isOffered({ titleId, sourceId: 203, region: 'GB' }, wasOffered(titleId)),
    );
    return new Set(offered);
  });
}

/** The spans of days in which a title is at a service or away from it, without those at the edges. */
function spansOf(days: readonly Set<number>[], titleId: number): { isThere: boolean; days: number }[] {
  const spans: { isThere: boolean; days: number }[] = [];
  for (const day of days) {
    const isThere = day.has(titleId);
    const last = spans.at(-1);
    if (last?.isThere === isThere) last.days += 1;
    else spans.push({ isThere, days: 1 });
  }
  return spans.slice(1, -1);
}

describe('the rotation', () => {
  it('counts days of 24 hours from the creation, and none before it', () => {
    let now = CREATED;
    const rotation = new Rotation({ seed: 1, titles: 9, createdAt: CREATED }, () => now);
    const dayAt = (milliseconds: number) => {
      now = CREATED + milliseconds;
      return rotation.day;
    };

    expect([-DAY_MS, 0, DAY_MS - 1, DAY_MS, 10.5 * DAY_MS].map(dayAt)).toEqual([0, 0, 0, 1, 10]);
  });

  it('changes nothing on day 0', () => {
    const [first] = daysOf({ titles: 1_000, days: 1 });

    expect([...first!]).toEqual(Array.from({ length: 1_000 }, (_, id) => id).filter((id) => wasOffered(id)));
  });

  it.each([20, 60, 369])('keeps everything of %s titles away or there for two days', (titles) => {
    const sample = Math.min(titles, 70);
    const days = daysOf({ titles, days: 600, sample });
    const spans = Array.from({ length: sample }, (_, titleId) => spansOf(days, titleId)).flat();

    expect(Math.min(...spans.map((span) => span.days))).toBe(2);
    expect(spans.filter(({ isThere }) => isThere).length).toBeGreaterThan(sample / 2);
    expect(spans.filter(({ isThere }) => !isThere).length).toBeGreaterThan(sample / 2);
  });

  it('changes one to two in a hundred titles of a service a day, and keeps its size', () => {
    const days = daysOf({ titles: 2_000, days: 40 });
    const changes = days.slice(1).map((day, before) => ({
      came: [...day].filter((id) => !days[before]!.has(id)).length / day.size,
      left: [...days[before]!].filter((id) => !day.has(id)).length / day.size,
    }));
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

    expect(mean(changes.slice(0, 5).map(({ came, left }) => came + left))).toBeGreaterThan(0.006);
    expect(mean(changes.map(({ came, left }) => came + left))).toBeGreaterThan(0.01);
    expect(mean(changes.map(({ came, left }) => came + left))).toBeLessThan(0.022);
    expect(Math.abs(mean(changes.map(({ came, left }) => came - left)))).toBeLessThan(0.001);
    expect(Math.max(...days.map((day) => day.size)) / Math.min(...days.map((day) => day.size))).toBeLessThan(
      1.1,
    );
  });

  it.each([15, 30, 100])('shows something of %s titles within a week', (titles) => {
    const [first, ...week] = daysOf({ titles, days: 8 });

    expect(week.some((day) => [...day].some((id) => !first!.has(id)))).toBe(true);
    expect(week.some((day) => [...first!].some((id) => !day.has(id)))).toBe(true);
  });

  it('depends on the seed, the service and the country alone', () => {
    const one = daysOf({ titles: 300, days: 20 });

    expect(daysOf({ titles: 300, days: 20 })).toEqual(one);
    expect(daysOf({ titles: 300, days: 20, seed: 2 })).not.toEqual(one);

    const rotation = new Rotation({ seed: 1, titles: 300, createdAt: CREATED }, () => CREATED + 19 * DAY_MS);
    const offeredBy = (sourceId: number, region: string) =>
      [...one[0]!].filter((titleId) => rotation.isOffered({ titleId, sourceId, region }, true));
    expect(offeredBy(203, 'GB')).toEqual([...one[0]!].filter((id) => one[19]!.has(id)));
    expect(offeredBy(203, 'US')).not.toEqual(offeredBy(203, 'GB'));
    expect(offeredBy(26, 'GB')).not.toEqual(offeredBy(203, 'GB'));
  });
});
