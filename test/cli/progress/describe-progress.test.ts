import { describe, expect, it } from '@jest/globals';
import { countsOf, describeCounts, describeSpeed } from '../../../cli/progress/describe-progress.ts';
import { Speed } from '../../../operate/run/speed.ts';

describe('describeCounts', () => {
  it('names the most frequent error first, and nothing without retries', () => {
    const retries = new Map([
      ['Watchmode.Unavailable', 2],
      ['Watchmode.RateLimited', 5],
    ]);

    expect(describeCounts(retries, undefined)).toBe(
      '7 retries (5 Watchmode.RateLimited, 2 Watchmode.Unavailable)',
    );
    expect(describeCounts(new Map([['Lambda.Unknown', 1]]), 8)).toBe(
      '1 retry (1 Lambda.Unknown; sampled: 8 batches looked into)',
    );
    expect(describeCounts(new Map(), undefined)).toBe('');
  });
});

describe('countsOf', () => {
  it('has one title in the singular', () => {
    const counts = { total: 1, succeeded: 1, failed: 0, running: 0, pending: 0, aborted: 0 };
    expect(countsOf(counts)).toBe('1/1 title');
    expect(countsOf({ ...counts, total: 2, failed: 1 })).toBe('1/2 titles, 1 failed');
  });

  it('tells the titles of a sweep that are not fetched from the others', () => {
    const counts = { total: 5, succeeded: 2, failed: 1, running: 2, pending: 0, aborted: 0 };
    expect(countsOf({ ...counts, departures: 3 })).toBe('2/5 titles (3 departures), 1 failed');
    expect(countsOf({ ...counts, departures: 1 })).toBe('2/5 titles (1 departure), 1 failed');
  });
});

describe('describeSpeed', () => {
  const titles = (succeeded: number) => ({
    total: 300,
    succeeded,
    failed: 0,
    running: 10,
    pending: 0,
    aborted: 0,
  });

  it('estimates the time remaining in whole seconds, once the count has grown twice', () => {
    const speed = new Speed();
    speed.note(0, 0);
    expect(describeSpeed(titles(0), speed)).toBe('');
    speed.note(1_000, 10);
    expect(describeSpeed(titles(10), speed)).toBe('10/s');
    speed.note(3_000, 20);
    expect(describeSpeed(titles(20), speed)).toBe('6.7/s, about 42 s left');
    expect(describeSpeed(titles(300), speed)).toBe('6.7/s');
  });

  it('looks half a minute back, so that batches which end together do not make it jump', () => {
    const speed = new Speed();
    for (let second = 0; second <= 60; second += 1) speed.note(second * 1_000, Math.floor(second / 5) * 10);

    expect(speed.perSecond).toBeCloseTo(2, 1);
    // It stands still for ten seconds: the rate falls slowly.
    for (let second = 61; second <= 70; second += 1) speed.note(second * 1_000, 120);
    expect(speed.perSecond).toBeCloseTo(1.33, 1);
  });

  it('gives no estimate any more once it has been outlived', () => {
    const speed = new Speed();
    for (let second = 0; second <= 30; second += 1) speed.note(second * 1_000, second * 9.9);
    const last = titles(297);
    speed.note(30_000, 297);
    expect(describeSpeed(last, speed)).toBe('9.9/s, about 1 s left');
    speed.note(31_000, 297);
    expect(describeSpeed(last, speed)).toBe('9.6/s, about 1 s left');
    speed.note(31_500, 297);
    expect(describeSpeed(last, speed)).toBe('9.4/s');
    // The next title gives a new one.
    speed.note(32_000, 298);
    expect(describeSpeed(titles(298), speed)).toMatch(/^9\.\d\/s, about 1 s left$/);
  });
});
