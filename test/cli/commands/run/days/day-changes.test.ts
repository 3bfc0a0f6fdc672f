import { describe, expect, it } from '@jest/globals';
import { DayChanges } from '../../../../../cli/commands/run/days/day-changes.ts';
import { eventOf, leftOf, sourceOf } from '../../../../operate/stream/support/events.ts';

const starts = ['2026-11-24T12:00:00Z', '2026-11-25T12:00:00Z', '2026-11-26T12:00:00Z'].map(Date.parse);
const arrivedAt = (titleId: number, time: string) => ({
  ...eventOf(titleId),
  time,
  arrivedon: 'GB:203,GB:409',
});

describe('DayChanges', () => {
  it('sorts arrivals and departures by the sweep that published them', () => {
    const changes = new DayChanges(starts);
    changes.add(arrivedAt(1, '2026-11-25T12:00:00Z'));
    changes.add(arrivedAt(2, '2026-11-26T11:59:59Z'));
    changes.add(leftOf(3, 203));

    const both = ['GB:203', 'GB:409'];
    expect(changes.of(0)).toEqual({ arrived: [], left: [] });
    expect(changes.of(1).arrived).toEqual([
      { titleId: 1, services: both },
      { titleId: 2, services: both },
    ]);
    expect(changes.of(2)).toEqual({ arrived: [], left: [{ titleId: 3, services: ['GB:203'] }] });
  });

  it('counts an event once that is twice on the stream', () => {
    const changes = new DayChanges(starts);
    changes.add(leftOf(3, 203));
    changes.add(leftOf(3, 203));

    expect(changes.of(2).left).toHaveLength(1);
  });

  it('learns names from titles that did not arrive, and takes no other event for a change', () => {
    const changes = new DayChanges(starts);
    const { data, ...rest } = eventOf(4);
    changes.add({ ...rest, data: { ...data, title: 'Moon', year: 2009 } });
    changes.add({ ...rest, id: '5', subject: '5', data: { ...data, title: 'Undated', year: null } });
    changes.add(sourceOf(203, 'Netflix'));

    expect([...changes.names]).toEqual([
      [4, 'Moon (2009)'],
      [5, 'Undated'],
    ]);
    expect(starts.map((_, index) => changes.of(index))).toEqual(
      starts.map(() => ({ arrived: [], left: [] })),
    );
  });
});
