import { describe, expect, it } from '@jest/globals';
import { integer, parseIntegers, words } from '../../../cli/parse/list.ts';

describe('lists', () => {
  it('takes words and numbers with commas between them', () => {
    expect(words('GB,IE')('GB, IE')).toEqual(['GB', 'IE']);
    expect(parseIntegers('1,22,333')).toEqual([1, 22, 333]);
  });

  it.each(['', 'GB,', ',GB', 'GB,,IE'])('refuses %j, where a word is missing', (text) => {
    expect(() => words('GB,IE')(text)).toThrow('Give words with a comma between them: GB,IE.');
  });

  it.each(['1,two', '1,-2', '1.5', '1,,2'])('refuses %j, where a word is not a whole number', (text) => {
    expect(() => parseIntegers(text)).toThrow(
      'is not a whole number; give numbers with a comma between them: 1,2,3.',
    );
  });
});

describe('integer', () => {
  it('takes its bounds and nothing outside them', () => {
    const parse = integer(1, 20);
    expect([parse('1'), parse('20')]).toEqual([1, 20]);
    for (const text of ['0', '21', '2.5', 'x', '']) {
      expect(() => parse(text)).toThrow('Give a whole number from 1 to 20.');
    }
  });
});
