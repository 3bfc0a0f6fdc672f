/** How much one evaluation may take. */
export interface Limits {
  /** Units of work, of which each step of an evaluation takes at least one. */
  readonly work: number;
  /** Bytes of a value that a step gives, and of the result: 8 for a number or an item, 1 for a character. */
  readonly bytes: number;
  /** Characters that one `$pad` adds. */
  readonly padding: number;
  /** Items that one `$range` gives. */
  readonly range: number;
  /** The first and the last number of a range `[first..last]`, which is made in one step, without their sign. */
  readonly rangeEnd: number;
}

/** Steps of an evaluation that are under way at once. Only a function that calls itself has as many. */
export const MAX_DEPTH = 20_000;

/**
 * What AWS allows. A value may have 6,990,256 bytes; time is limited by whoever runs the evaluation.
 *
 * @see {@link https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html}
 */
export const ALLOWED: Limits = {
  work: Infinity,
  bytes: 6_990_256,
  padding: 262_144,
  range: 360_145,
  rangeEnd: Infinity,
};

/** The same where nobody can end an evaluation from outside. */
export const ALLOWED_UNATTENDED: Limits = { ...ALLOWED, work: 500_000 };

/** What takes some ten milliseconds at most: nobody notices that the process was busy. */
export const CHEAP: Limits = {
  work: 5000,
  bytes: 800_000,
  padding: 10_000,
  range: 100_000,
  rangeEnd: 100_000,
};

/** The same for an expression that calls a function whose work grows faster than its arguments. */
export const CHEAP_HEAVY: Limits = { ...CHEAP, bytes: 8000, rangeEnd: 1000 };

/** Characters of all inputs up to which a plain expression is cheap without anybody watching. */
export const PLAIN_CHARACTERS = 16 * 1024;

/** In the words of AWS. */
const TEXTS = {
  memory: 'Expression evaluation memory limit exceeded: Check for excessive memory usage',
  time: 'Expression evaluation timeout: Check for infinite loop',
  depth:
    'Stack overflow error: Check for non-terminating recursive function. Consider rewriting as tail-recursive.',
} as const;

/** An evaluation that takes more than it may. */
export class EvaluationLimitError extends Error {
  override readonly name = 'EvaluationLimitError';
  readonly limit: keyof typeof TEXTS;

  constructor(limit: keyof typeof TEXTS) {
    super(TEXTS[limit]);
    this.limit = limit;
  }
}
