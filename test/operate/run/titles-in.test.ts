import { describe, expect, it } from '@jest/globals';
import { titlesIn } from '../../../operate/run/titles-in.ts';

describe('titlesIn', () => {
  it.each([
    ['one title to fetch', '{"titleId":7,"regions":["GB"]}', [7]],
    [
      'a batch to publish',
      JSON.stringify({
        batch: { feed: 'new_titles', regions: ['GB'], dryRun: false, batchResultBytes: 100, keepsPace: true },
        outcomes: [
          { titleId: 7, outcome: 'skipped', error: 'Watchmode.TitleNotFound', cause: 'gone' },
          { titleId: 8, outcome: 'unanswered', error: 'States.Timeout', cause: '' },
        ],
      }),
      [7, 8],
    ],
    [
      'a batch with departures',
      JSON.stringify({
        batch: { feed: 'catalogue', regions: ['GB'], dryRun: false, batchResultBytes: 100, keepsPace: true },
        outcomes: [{ titleId: 7, outcome: 'skipped', error: 'Watchmode.TitleNotFound', cause: 'gone' }],
        departures: [{ titleId: 9, from: 'GB:203' }],
      }),
      [7, 9],
    ],
    [
      'a batch of a sweep',
      '{"Items":[7,{"titleId":8,"on":["GB:203"]},{"titleId":9,"from":"GB:203"}]}',
      [7, 8, 9],
    ],
    ['a batch to fetch', '{"BatchInput":{},"Items":[7,{"titleId":8,"runs":2},9]}', [7, 8, 9]],
    [
      'a batch with an item that is no title',
      '{"BatchInput":{},"Items":[7,{"titleId":8,"runs":2},null]}',
      [7, 8],
    ],
    ['a title to set aside', '{"titleId":7,"error":"States.Timeout"}', [7]],
    ['something else', '{"watermarks":null}', []],
    ['nothing', undefined, []],
  ])('finds the titles of %s', (_, input, titles) => {
    expect(titlesIn(input)).toEqual(titles);
  });
});
