import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { anyCharacter } from './any-character.ts';

describe('any character', () => {
  it.each(['\0', 'a', '\ud7ff', '\ue000', '東', '\u{10ffff}'])('may be %j', (character) => {
    expect(anyCharacter.canShrinkWithoutContext(character)).toBe(true);
    expect(anyCharacter.shrink(character, undefined).take(1_000).join()).not.toBe(character);
  });

  it.each(['', 'ab', '\ud800', '\udfff', 1, undefined])('is never %j', (value) => {
    expect(anyCharacter.canShrinkWithoutContext(value)).toBe(false);
  });

  it('is one well-formed character', () => {
    fc.assert(
      fc.property(anyCharacter, (character) => {
        expect(Array.from(character)).toHaveLength(1);
        expect(character).not.toMatch(/\p{Surrogate}/u);
      }),
    );
  });

  it('generates texts that break programs', () => {
    const texts = fc.sample(fc.string({ unit: anyCharacter, minLength: 3 }), { numRuns: 10_000, seed: 1 });

    expect(texts.join('\n')).toContain('__proto__');
  });
});
