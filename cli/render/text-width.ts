import { stripVTControlCharacters } from 'node:util';

const PLAIN = /^[ -~]*$/;
/** Scripts of East Asia, and pictures. */
const WIDE =
  /^(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}\uFE0F|[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{1B000}-\u{1B2FF}\u{1F200}-\u{1F2FF}\u{20000}-\u{3FFFD}])/u;
const INVISIBLE = /^[\p{Cc}\p{Cf}\p{Mn}\p{Me}]+$/u;

const characters = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * Returns the number of columns of a terminal that a text takes: two for a character of East Asia or a picture, none for
 * colours, and one for a letter with its marks.
 */
export function textWidth(text: string): number {
  const shown = stripVTControlCharacters(text);
  if (PLAIN.test(shown)) return shown.length;
  return charactersOf(shown).reduce((sum, character) => sum + widthOf(character), 0);
}

/** Cuts a text to one line of at most `width` columns. */
export function shorten(text: string, width: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (textWidth(line) <= width) return line;
  let [kept, room] = ['', Math.max(0, width - 1)];
  for (const character of charactersOf(line)) {
    room -= widthOf(character);
    if (room < 0) break;
    kept += character;
  }
  return `${kept}…`;
}

function charactersOf(text: string): string[] {
  return Array.from(characters.segment(text), ({ segment }) => segment);
}

function widthOf(character: string): number {
  if (WIDE.test(character)) return 2;
  return INVISIBLE.test(character) ? 0 : 1;
}
