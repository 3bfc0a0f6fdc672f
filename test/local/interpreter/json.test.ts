import { describe, expect, it } from '@jest/globals';
import { jsonDepth, utf8Length } from '../../../local/interpreter/json.ts';

describe('utf8Length', () => {
  it.each(['', 'plain', 'Amélie', '東京', '😀 and 😀', '\ud800 alone', 'alone \udc00', 'ß東😀'])(
    'counts the bytes of %j as an encoder does',
    (text) => {
      expect(utf8Length(text)).toBe(Buffer.byteLength(text, 'utf8'));
    },
  );
});

describe('jsonDepth', () => {
  it.each<[text: string, depth: number]>([
    ['1', 0],
    ['{"a":[{}],"b":[]}', 3],
    ['["[[[", "\\"[[", {}]', 2],
  ])('of %s', (text, depth) => {
    expect(jsonDepth(text)).toBe(depth);
  });
});
