/** The maximum number of optional parts. Each doubles the number of possible matches. */
const MAX_OPTIONAL = 8;

/**
 * True if matching takes at most the square of the text's length, without catastrophic backtracking: no group is
 * repeated, at most one part has no upper limit, and few are optional.
 */
export function isSimplePattern(pattern: unknown): boolean {
  if (!(pattern instanceof RegExp)) return false;
  // Backreferences and lookarounds.
  if (/\\[1-9k]|\(\?<?[=!]/.test(pattern.source)) return false;
  // Escapes and classes match one character each.
  const plain = pattern.source.replace(/\\./g, 'x').replace(/\[[^\]]*\]/g, 'x');
  // A lazy `?` does not count: the match of its quantifier comes before it.
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
