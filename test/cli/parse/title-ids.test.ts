import { describe, expect, it } from '@jest/globals';
import { parseTitleId, parseTitleIds } from '../../../cli/parse/title-ids.ts';

describe('IDs of titles', () => {
  it('takes those of the contract', () => {
    expect(parseTitleIds('1, 22,2147483647')).toEqual([1, 22, 2_147_483_647]);
    expect(parseTitleId('1')).toBe(1);
  });

  it.each([
    ['1,two', '"two"'],
    ['1,-2', '"-2"'],
    ['1.5', '"1.5"'],
    ['1,,2', '""'],
    ['0', '"0"'],
    ['2147483648', '"2147483648"'],
  ])('refuses %j', (text, wrong) => {
    expect(() => parseTitleIds(text)).toThrow(
      `${wrong} is not the ID of a title; give whole numbers with a comma between them: 1,2,3.`,
    );
  });

  it('refuses one that is given twice', () => {
    expect(() => parseTitleIds('5,7,5')).toThrow('5 is given twice.');
    expect(() => parseTitleId('0')).toThrow('Give a whole number from 1 to 2147483647.');
  });
});
