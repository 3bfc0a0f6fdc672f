import { describe, expect, it } from '@jest/globals';
import { shorten, textWidth } from '../../../cli/render/text-width.ts';

describe('the width of a text in a terminal', () => {
  it.each([
    ['Heat (1995)', 11],
    ['Amélie', 6],
    ['Ame\u0301lie', 6],
    ['千と千尋の神隠し', 16],
    ['기생충 (2019)', 13],
    ['ＡＢ', 4],
    ['שטיסל', 5],
    ['שְׁטִיסֶל', 5],
    ['🫖 tea', 6],
    ['👩‍👩‍👧 family', 9],
    ['\u001b[32mok\u001b[39m', 2],
    ['', 0],
  ])('of %j is %i', (text, width) => {
    expect(textWidth(text)).toBe(width);
  });
});

describe('a shortened text', () => {
  it.each([
    ['千と千尋の神隠し', 16, '千と千尋の神隠し'],
    ['千と千尋の神隠し', 15, '千と千尋の神隠…'],
    ['千と千尋の神隠し', 14, '千と千尋の神…'],
    ['שְׁטִיסֶל', 4, 'שְׁטִי…'],
    ['two\nlines  of text', 12, 'two lines o…'],
    ['Heat', 1, '…'],
  ])('%j in %i columns is %j', (text, width, shown) => {
    expect(shorten(text, width)).toBe(shown);
    expect(textWidth(shown)).toBeLessThanOrEqual(width);
  });
});
