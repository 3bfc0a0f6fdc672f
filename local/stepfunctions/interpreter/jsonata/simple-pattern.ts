/** Optional parts of a simple pattern: each doubles the ways in which it may match. */
const MAX_OPTIONAL = 8;

/**
 * Whether a regular expression takes no more than the square of the text's length, so that it cannot backtrack for
 * ever: no group is repeated, at most one part has no upper limit, and few are optional.
 */
export function isSimplePattern(pattern: unknown): boolean {
  if (!(pattern instanceof RegExp)) return false;
  // What looks back or ahead.
  if (/\\[1-9k]|\(\?<?[=!]/.test(pattern.source)) return false;
  // Characters that are taken literally, and classes, are one character each.
  const plain = pattern.source.replace(/\\./g, 'x').replace(/\[[^\]]*\]/g, 'x');
  // What makes a quantifier lazy stands behind it, where none begins.
  const quantifiers = [...plain.matchAll(/(.)([*+?]|\{\d+(,\d*)?\})/g)].filter(
    ([, before]) => before !== '(',
  );
  let open = 0;
  let optional = 0;
  for (const [, before, quantifier, range] of quantifiers) {
    if (quantifier === '?') optional += 1;
    else if (before === ')') return false;
    else if (quantifier === '*' || quantifier === '+' || range !== undefined) open += 1;
  }
  return open <= 1 && optional <= MAX_OPTIONAL;
}
