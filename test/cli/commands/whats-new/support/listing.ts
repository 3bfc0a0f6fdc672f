import type { Arrival } from '../../../../../operate/catalogue/arrivals.ts';
import type { Listing } from '../../../../../cli/commands/whats-new/listing.ts';

/** A film on Netflix. */
export function arrival(changes: Partial<Arrival> = {}): Arrival {
  return {
    ...{ titleId: 1, region: 'GB', sourceId: 203, firstSeen: '2026-11-24T06:00:05.412Z' },
    ...{ title: 'Heat', year: 1995, type: 'movie', plotOverview: 'A heist.', userRating: 8.3 },
    ...{ criticScore: 76, releaseDate: '1995-12-15', service: 'Netflix' },
    genres: [{ id: 7, name: 'Drama' }],
    ways: [{ type: 'sub', webUrl: 'https://netflix.example/1', price: null, format: '4K' }],
    ...changes,
  };
}

/** Texts that break careless writers of markup, calendars and terminals. */
export const HOSTILE =
  '<script>alert("1")</script> & \']]>\u0000\u0007\u001B[31m\uD800, a; b \\ c\r\nEND:VEVENT 🎬東京';

/** An arrival with these texts and an address that runs a script. */
export const hostile = () =>
  arrival({
    ...{ titleId: 2, title: HOSTILE, plotOverview: HOSTILE, service: HOSTILE, year: null },
    genres: [{ id: 7, name: HOSTILE }],
    ways: [
      { type: HOSTILE, webUrl: 'javascript:alert(1)', price: 3, format: null },
      { type: 'buy', webUrl: 'https://shop.example/?a=1&b="\'<', price: 7, format: null },
    ],
  });

/** A listing of these arrivals. */
export function listing(...arrivals: Arrival[]): Listing {
  return { arrivals, hasMore: false, services: ['BBC iPlayer', 'Netflix'] };
}
