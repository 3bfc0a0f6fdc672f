import { describe, expect, it } from '@jest/globals';
import { formatIcs } from '../../../../cli/commands/whats-new/format-ics.ts';
import type { Arrival } from '../../../../operate/catalogue/arrivals.ts';
import { readCalendar, unescaped } from './support/calendar.ts';
import { arrival, HOSTILE, hostile, listing } from './support/listing.ts';

const read = (...arrivals: Arrival[]) => readCalendar(formatIcs(listing(...arrivals)));
const events = (...arrivals: Arrival[]) =>
  read(...arrivals).components.map(({ name, properties }) => ({ name, ...Object.fromEntries(properties) }));

describe('the calendar', () => {
  it('has an all-day event on the release date, with where to watch the title', () => {
    expect(events(arrival())).toEqual([
      {
        ...{ name: 'VEVENT', UID: 'title-1-GB@tvguide', DTSTAMP: '20261124T060005Z', TRANSP: 'TRANSPARENT' },
        ...{ 'DTSTART;VALUE=DATE': '19951215', SUMMARY: 'Heat (1995)', CATEGORIES: 'Drama' },
        URL: 'https://netflix.example/1',
        DESCRIPTION:
          'A heist.\\nNetflix (sub)\\nStreaming data powered by Watchmode.com (https://www.watchmode.com/)',
      },
    ]);
  });

  it('names its services and its source', () => {
    expect(Object.fromEntries(read().properties)).toMatchObject({
      NAME: 'New on BBC iPlayer and Netflix: releases',
      DESCRIPTION: 'Streaming data powered by Watchmode.com (https://www.watchmode.com/)',
    });
  });

  it('has one event for a title that several services have', () => {
    const found = events(
      arrival(),
      arrival({ sourceId: 24, service: 'Amazon', ways: [] }),
      arrival({ titleId: 2 }),
    );

    expect(found.map((event) => (event as Record<string, string>)['UID'])).toEqual([
      'title-1-GB@tvguide',
      'title-2-GB@tvguide',
    ]);
    expect(found[0]).toMatchObject({ DESCRIPTION: expect.stringContaining('Netflix (sub)\\, Amazon\\n') });
  });

  it('leaves out titles without a release date, and is valid without any event', () => {
    const undated = [null, '', '1995', '1995-02-31', '1995-12-15T00:00:00Z'].map((releaseDate, index) =>
      arrival({ releaseDate, titleId: index + 1 }),
    );

    expect(events(...undated).map(({ name }) => name)).toEqual(['VTIMEZONE']);
    expect(events(...undated, arrival({ titleId: 9 })).map(({ name }) => name)).toEqual(['VEVENT']);
  });

  it('escapes texts, folds lines between characters, and has no control characters', () => {
    const [event] = read(hostile()).components;
    const { SUMMARY = '', URL: url } = Object.fromEntries(event?.properties ?? []);

    expect(unescaped(SUMMARY)).toBe('<script>alert("1")</script> & \']]>[31m, a; b \\ c\nEND:VEVENT 🎬東京');
    expect(HOSTILE).toContain('\u0007');
    expect(url).toBe('https://shop.example/?a=1&b=%22%27%3C');
  });

  it('folds every length of line', () => {
    for (let length = 0; length < 160; length += 1) {
      for (const letter of ['a', 'é', '東', '🎬', ',']) {
        const title = 'x'.repeat(length % 4) + letter.repeat(length);
        const [event] = read(arrival({ title, year: null })).components;
        const { SUMMARY = '' } = Object.fromEntries(event?.properties ?? []);
        expect(unescaped(SUMMARY)).toBe(title);
      }
    }
  });
});
