import { describe, expect, it } from '@jest/globals';
import { Faults } from '../../../local/watchmode/faults.ts';
import { parseFaults } from '../../../local/watchmode/fault-spec.ts';

const RATES = parseFaults('429:0.2,500:0.1,reset:0.05,slow:0.1,malformed:0.1,missing:0.2');
const IDS = Array.from({ length: 4000 }, (_, index) => 9_000_000 + index);

function shareOf(faults: readonly (string | undefined)[], kind: string): number {
  return faults.filter((fault) => fault === kind).length / faults.length;
}

describe('Faults', () => {
  it('strikes attempts and titles at the rates that it was given', () => {
    const faults = new Faults(RATES, 7, () => 0);
    const attempts = IDS.map((id) => faults.ofNextAttempt(id));
    const titles = IDS.map((id) => faults.ofTitle(id));

    expect(shareOf(attempts, '429')).toBeCloseTo(0.2, 1);
    expect(shareOf(attempts, '500')).toBeCloseTo(0.1, 1);
    expect(shareOf(attempts, 'reset')).toBeCloseTo(0.05, 1);
    expect(shareOf(attempts, 'slow')).toBeCloseTo(0.1, 1);
    expect(shareOf(titles, 'missing')).toBeCloseTo(0.2, 1);
    expect(shareOf(titles, 'malformed')).toBeCloseTo(0.1, 1);
  });

  it('decides the same for any order of the titles', () => {
    const forwards = new Faults(RATES, 7, () => 0);
    const backwards = new Faults(RATES, 7, () => 0);
    const twice = (faults: Faults, id: number) => [faults.ofNextAttempt(id), faults.ofNextAttempt(id)];
    const first = new Map(IDS.map((id) => [id, twice(forwards, id)]));
    const second = new Map(IDS.toReversed().map((id) => [id, twice(backwards, id)]));

    expect(IDS.map((id) => second.get(id))).toEqual(IDS.map((id) => first.get(id)));
  });

  it('decides anew for the next attempt and for another seed, but not for the title', () => {
    const faults = new Faults(RATES, 7, () => 0);
    const other = new Faults(RATES, 8, () => 0);
    const first = IDS.map((id) => faults.ofNextAttempt(id));

    expect(IDS.map((id) => faults.ofNextAttempt(id))).not.toEqual(first);
    expect(IDS.map((id) => other.ofNextAttempt(id))).not.toEqual(first);
    expect(IDS.map((id) => faults.ofTitle(id))).toEqual(IDS.map((id) => faults.ofTitle(id)));
  });

  it('strikes always at a rate of 1 and never at 0', () => {
    const always = new Faults(parseFaults('reset:1'), 1, () => 0);

    expect(IDS.every((id) => always.ofNextAttempt(id) === 'reset')).toBe(true);
    expect(IDS.every((id) => always.ofTitle(id) === undefined)).toBe(true);
  });

  it('breaks the titles that it is told, and others by the seed, for good', () => {
    const told = new Faults(parseFaults('broken:9000003+9000005'), 7, () => 0);
    const drawn = new Faults(parseFaults('broken:0.01'), 7, () => 0);

    expect(IDS.filter((id) => told.ofTitle(id) === 'broken')).toEqual([9_000_003, 9_000_005]);
    expect(
      shareOf(
        IDS.map((id) => drawn.ofTitle(id)),
        'broken',
      ),
    ).toBeCloseTo(0.01, 2);
    expect(IDS.map((id) => drawn.ofTitle(id))).toEqual(IDS.map((id) => drawn.ofTitle(id)));
  });

  it('is down from the start of an outage, which counts from the beginning, until its end', () => {
    let now = 1_000_000;
    const faults = new Faults(parseFaults('outage:2+20'), 7, () => now);
    now += 60_000;
    faults.begin();
    const downAt = (milliseconds: number) => {
      now = 1_060_000 + milliseconds;
      faults.begin();
      return faults.isDown();
    };

    expect([0, 1999, 2000, 21_999, 22_000].map(downAt)).toEqual([false, false, true, true, false]);
  });

  it('refuses the titles that it is told, and others by the seed, for good', () => {
    const told = new Faults(parseFaults('refused:9000003+9000005'), 7, () => 0);
    const drawn = new Faults(parseFaults('refused:0.1'), 7, () => 0);
    const struck = IDS.map((id) => drawn.ofTitle(id));

    expect(IDS.filter((id) => told.ofTitle(id) === 'refused')).toEqual([9_000_003, 9_000_005]);
    expect(shareOf(struck, 'refused')).toBeCloseTo(0.1, 1);
    expect(IDS.map((id) => drawn.ofTitle(id))).toEqual(struck);
  });

  it('shortens pages at their rate, each attempt anew, whatever order they are asked for in', () => {
    const pages = IDS.map((id) => `new_titles ${id}`);
    const forwards = new Faults(parseFaults('short:0.2'), 7, () => 0);
    const backwards = new Faults(parseFaults('short:0.2'), 7, () => 0);
    const twice = (faults: Faults, page: string) => [
      faults.lengthOfNextPage(page, 250),
      faults.lengthOfNextPage(page, 250),
    ];
    const first = new Map(pages.map((page) => [page, twice(forwards, page)]));
    const second = new Map(pages.toReversed().map((page) => [page, twice(backwards, page)]));
    const lengths = [...first.values()].map(([length]) => length ?? 0);

    expect(pages.map((page) => second.get(page))).toEqual([...first.values()]);
    expect(lengths.filter((length) => length < 250).length / lengths.length).toBeCloseTo(0.2, 1);
    expect(Math.min(...lengths)).toBe(0);
    expect([...first.values()].some(([one, other]) => one !== 250 && other === 250)).toBe(true);
    expect(new Faults(parseFaults('short:1'), 7, () => 0).lengthOfNextPage('new_titles 1', 0)).toBe(0);
  });

  it('answers with a page in HTML at its rate, each attempt anew', () => {
    const faults = new Faults(parseFaults('html:0.2'), 7, () => 0);
    const first = IDS.map((id) => faults.isNextRequestHtml(`/v1/title/${id}/details`));
    const second = IDS.map((id) => faults.isNextRequestHtml(`/v1/title/${id}/details`));

    expect(first.filter(Boolean).length / first.length).toBeCloseTo(0.2, 1);
    expect(second).not.toEqual(first);
  });

  it('applies another plan at once, and counts its outage from then on', () => {
    let now = 0;
    const faults = new Faults(parseFaults('reset:1'), 7, () => now);
    faults.begin();
    now = 50_000;
    faults.change(parseFaults('outage:1+1'));

    expect(faults.ofNextAttempt(1)).toBeUndefined();
    expect(faults.isDown()).toBe(false);
    now = 51_500;
    expect(faults.isDown()).toBe(true);
  });
});
