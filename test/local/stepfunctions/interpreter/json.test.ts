import { describe, expect, it } from '@jest/globals';
import { isJson, isObject, jsonDepth, utf8Length } from '../../../../local/stepfunctions/interpreter/json.ts';

describe('utf8Length', () => {
  it.each([
    '',
    'plain',
    'Amélie',
    '東京',
    '😀 and 😀',
    '\ud800 alone',
    'alone \udc00',
    'ß東😀',
    '\x7f\x80\u07ff\u0800\uffffé',
    '\u{10000}\u{10ffff}',
    '\ud800\ud800\udc00\udc00',
  ])('counts the bytes of %j as an encoder does', (text) => {
    expect(utf8Length(text)).toBe(Buffer.byteLength(text, 'utf8'));
  });
});

describe('jsonDepth', () => {
  it.each<[text: string, depth: number]>([
    ['1', 0],
    ['{"a":[{}],"b":[]}', 3],
    ['["[[[", "\\"[[", {}]', 2],
    ['[[], [], []]', 2],
    ['[{}, {}, {}]', 2],
  ])('of %s', (text, depth) => {
    expect(jsonDepth(text)).toBe(depth);
  });
});

describe('isObject', () => {
  it.each([
    [{}, true],
    [{ a: 1 }, true],
    [[], false],
    [null, false],
    [undefined, false],
    ['{}', false],
  ])('of %j is %j', (value, answer) => {
    expect(isObject(value)).toBe(answer);
  });
});

describe('isJson', () => {
  it.each([
    ['{"a": [1]}', true],
    ['null', true],
    ['', false],
    ['{', false],
    ["'text'", false],
  ])('of %j is %j', (text, answer) => {
    expect(isJson(text)).toBe(answer);
  });
});
