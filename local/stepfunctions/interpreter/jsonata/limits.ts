/** The limits of one evaluation. */
export interface Limits {
  /** Units of work. Each step takes at least one. */
  readonly work: number;
  /** Bytes of the value of a step, and of the result: 8 for a number or an item, 1 for a character. */
  readonly bytes: number;
  /** Characters that one `$pad` adds. */
  readonly padding: number;
  /** Items that one `$range` gives. */
  readonly range: number;
  /** The absolute value of the bounds of a range `[first..last]`, which one step creates. */
  readonly rangeEnd: number;
}

/** The maximum nesting of steps: that of AWS. */
export const MAX_DEPTH = 100;

/**
 * The limits of AWS. A value may have 6,990,256 bytes. The caller limits the time.
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

/** The limits of AWS, with limited work, for evaluations that cannot be ended from outside. */
export const ALLOWED_UNATTENDED: Limits = { ...ALLOWED, work: 500_000 };

/** Limits of about ten milliseconds: short enough not to block the process. */
export const CHEAP: Limits = {
  work: 5000,
  bytes: 800_000,
  padding: 10_000,
  range: 100_000,
  rangeEnd: 100_000,
};

/** The cheap limits for expressions that call a function whose work grows faster than its arguments. */
export const CHEAP_HEAVY: Limits = { ...CHEAP, bytes: 8000, rangeEnd: 1000 };

/** The number of input characters up to which a plain expression needs no watching. */
export const PLAIN_CHARACTERS = 16 * 1024;

/** AWS's messages. */
const TEXTS = {
  memory: 'Expression evaluation memory limit exceeded: Check for excessive memory usage',
  time: 'Expression evaluation timeout: Check for infinite loop',
  depth:
    'Stack overflow error: Check for non-terminating recursive function. Consider rewriting as tail-recursive.',
} as const;

/** An evaluation exceeded a limit. */
export class EvaluationLimitError extends Error {
  override readonly name = 'EvaluationLimitError';
  readonly limit: keyof typeof TEXTS;

  constructor(limit: keyof typeof TEXTS) {
    super(TEXTS[limit]);
    this.limit = limit;
  }
}
