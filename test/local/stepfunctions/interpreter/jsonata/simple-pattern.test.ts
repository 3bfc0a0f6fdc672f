import { describe, expect, it } from '@jest/globals';
import { isSimplePattern } from '../../../../../local/stepfunctions/interpreter/jsonata/simple-pattern.ts';

describe('a pattern', () => {
  it.each([
    /x/,
    /^a+$/i,
    /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/,
    /^(a|b|c)$/,
    /[*+?(]+/,
    /\(\+\*/,
    /(?:ab)?c*?/,
    /^\d{4}-\d{2}-\d{2}$/,
    /a?b?c?d?e?f?g?h?/,
    /(?:a)(?:b)(?:c)(?:d)(?:e)(?:f)(?:g)(?:h)(?:i)/,
    /a{2}?b{2}?c{2}?d{2}?e{2}?f{2}?g{2}?h{2}?i{2}?/,
  ])('without catastrophic backtracking is simple: %s', (pattern) => {
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
    /\d+\d+$/,
    /[ab]+[bc]+$/,
    /a{2,}a{2,}$/,
    'text',
  ])('with possible catastrophic backtracking is not simple: %s', (pattern) => {
    expect(isSimplePattern(pattern)).toBe(false);
  });
});
