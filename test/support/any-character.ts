import fc from 'fast-check';

const SURROGATES = 0xd800;
const AFTER_SURROGATES = 0xe000;
const GAP = AFTER_SURROGATES - SURROGATES;

/**
 * Any character of Unicode, for `fc.string({ unit: anyCharacter })`: what fast-check calls `binary`. Its own maps each of
 * the million characters back before the first string, half a second in each suite; this one computes it.
 */
export const anyCharacter = fc.integer({ min: 0, max: 0x10ffff - GAP }).map(
  (index) => String.fromCodePoint(index < SURROGATES ? index : index + GAP),
  (text) => {
    const [character, ...more] = typeof text === 'string' ? text : [];
    const code = character?.codePointAt(0);
    if (code === undefined || more.length > 0 || (code >= SURROGATES && code < AFTER_SURROGATES)) {
      throw new Error('Not one character');
    }
    return code < SURROGATES ? code : code - GAP;
  },
);
