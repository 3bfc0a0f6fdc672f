import { describe, expect, it } from '@jest/globals';
import { integer, words, wordsOf } from '../../../cli/parse/list.ts';

describe('lists', () => {
  it('takes words with commas between them', () => {
    expect(words('GB,IE')('GB, IE')).toEqual(['GB', 'IE']);
    expect(wordsOf('a colour', ['red', 'blue'], 'red,blue')('blue')).toEqual(['blue']);
  });

  it.each(['', 'GB,', ',GB', 'GB,,IE'])('refuses %j, where a word is missing', (text) => {
    expect(() => words('GB,IE')(text)).toThrow('Give words with a comma between them: GB,IE.');
  });

  it('refuses a word that is given twice, or is none of the list', () => {
    const parse = wordsOf('a colour', ['red', 'blue'], 'red,blue');
    expect(() => parse('red,blue,red')).toThrow('red is given twice.');
    expect(() => parse('red,green')).toThrow('green is not a colour: give some of red, blue.');
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
