import { expect, it } from '@jest/globals';
import { titlesOf } from '../../../operate/catalogue/arrived-titles.ts';
import { arrival } from '../../cli/commands/whats-new/support/listing.ts';

it('groups arrivals by title, in the order and with the facts of the newest', () => {
  const arrivals = [
    arrival({ titleId: 1, sourceId: 203, title: 'Heat' }),
    arrival({ titleId: 2 }),
    arrival({ titleId: 1, sourceId: 24, title: 'Heat, earlier', firstSeen: '2026-11-01T06:00:00.000Z' }),
  ];

  expect(
    titlesOf(arrivals).map(({ titleId, title, firstSeen, arrivals: places }) => [
      ...[titleId, title, firstSeen.slice(0, 10)],
      places.map(({ sourceId }) => sourceId),
    ]),
  ).toEqual([
    [1, 'Heat', '2026-11-24', [203, 24]],
    [2, 'Heat', '2026-11-24', [203]],
  ]);
  expect(titlesOf([])).toEqual([]);
});
