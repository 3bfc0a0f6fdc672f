import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CatalogueItem, StreamEvent } from '../../../events/types.ts';
import { eventOn, leftOn } from './support/events.ts';
import { catalogueOf } from './support/memory-catalogue.ts';

const SERVICES = [203, 24, 372] as const;

/** The services that have a title, on each day from the first on. */
const someDays = (days: number) => fc.array(fc.subarray([...SERVICES]), { minLength: days, maxLength: days });

/** Returns what sweeps say of a title: an arrival with all services of its day, and a departure for each lost one. */
function toldOf(titleId: number, days: readonly (readonly number[])[]): StreamEvent[] {
  return days.flatMap((services, index) => {
    const [before, day] = [days[index - 1] ?? [], index + 1];
    const arrivedOn = services.filter((service) => !before.includes(service));
    const gone = before.filter((service) => !services.includes(service));
    return [
      ...(arrivedOn.length > 0 ? [eventOn({ titleId, day, services, arrivedOn })] : []),
      ...gone.map((left) => leftOn({ titleId, day, left })),
    ];
  });
}

/** Returns the services that have a title on the last day, with the day since which each has it. */
function liveOn(days: readonly (readonly number[])[]): string[] {
  return (days.at(-1) ?? [])
    .map((service) => {
      const lost = days.findLastIndex((services) => !services.includes(service));
      return `${service} since ${eventOn({ day: lost + 2, services: [] }).time}`;
    })
    .sort();
}

/** Returns the same of the rows of a catalogue. */
const liveIn = (items: readonly CatalogueItem[], titleId: number) =>
  items
    .flatMap((item) => ('firstSeen' in item && item.titleId === titleId ? [item] : []))
    .filter(({ leftAt }) => leftAt === undefined)
    .map(({ sourceId, firstSeen }) => `${sourceId} since ${firstSeen}`)
    .sort();

describe('the catalogue of what sweeps say', () => {
  it('has what services have after a month of changes, and since when, in whatever order it comes', async () => {
    const told = fc.tuple(someDays(30), someDays(30)).chain((titles) => {
      const events = titles.flatMap((days, index) => toldOf(index + 1, days));
      return fc.record({
        titles: fc.constant(titles),
        events: fc.shuffledSubarray(events, { minLength: events.length }),
      });
    });
    await fc.assert(
      fc.asyncProperty(told, async ({ titles, events }) => {
        const items = await catalogueOf(events);
        for (const [index, days] of titles.entries()) expect(liveIn(items, index + 1)).toEqual(liveOn(days));
      }),
      { numRuns: 30 },
    );
  });

  it('has it after four months, of which it remembers one', async () => {
    await fc.assert(
      fc.asyncProperty(someDays(120), async (days) => {
        const items = await catalogueOf(toldOf(1, days));
        const [record] = items.flatMap((item) => ('observations' in item ? [item] : []));

        expect(liveIn(items, 1)).toEqual(liveOn(days));
        expect(record?.observations.length ?? 0).toBeLessThan(4 * 33);
      }),
      { numRuns: 20 },
    );
  });
});
