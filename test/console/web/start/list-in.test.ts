import { describe, expect, it } from '@jest/globals';
import { listIn } from '../../../../console/web/start/list-in.ts';

describe('listIn', () => {
  it.each([
    ['words', 'movie tv_series', ['movie', 'tv_series']],
    ['words', 'GB,IE', ['GB', 'IE']],
    ['words', ' , ', undefined],
    ['numbers', '1616666 1617777', [1616666, 1617777]],
    ['numbers', '1616666, x', [1616666, 'x']],
    ['names', 'Netflix, BBC iPlayer ,157', ['Netflix', 'BBC iPlayer', 157]],
    ['names', '', undefined],
  ] as const)('reads %s in "%s"', (kind, text, expected) => {
    expect(listIn(text, kind)).toEqual(expected);
  });
});
