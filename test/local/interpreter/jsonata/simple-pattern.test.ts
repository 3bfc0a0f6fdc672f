import { describe, expect, it } from '@jest/globals';
import { isSimplePattern } from '../../../../local/interpreter/jsonata/simple-pattern.ts';

describe('a pattern', () => {
  it.each([
    /x/,
    /^a+$/i,
    /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/,
    /^(a|b|c)$/,
    /[*+?(]+/,
    /\(\+\*/,
    /(?:ab)?c*?/,
  ])('that cannot backtrack for ever is simple: %s', (pattern) => {
    expect(isSimplePattern(pattern)).toBe(true);
  });

  it.each([
    /(a+)+$/,
    /(a|aa)*$/,
    /(a?){30}/,
    /a*a*a*b/,
    /a{1,50}a{1,50}b/,
    /(.)\1+/,
    /(?=a+)a/,
    /(?<x>a)\k<x>/,
    /a?a?a?a?a?a?a?a?a?aaaaaaaaa/,
    /[)]+(a)+/,
    'text',
  ])('that might is not: %s', (pattern) => {
    expect(isSimplePattern(pattern)).toBe(false);
  });
});
