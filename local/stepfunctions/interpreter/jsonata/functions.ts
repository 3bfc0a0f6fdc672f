import jsonata, { type Expression, type Focus } from 'jsonata';
import type { HashAlgorithm } from '../ports.ts';
import { evaluationOf } from './evaluation.ts';
import { firstJavaRandom } from './java-random.ts';
import { EvaluationLimitError } from './limits.ts';
import { isFunctionValue } from './plain.ts';
import { parseStrictly } from './strict-json.ts';

/** A function added by Step Functions, or a function of JSONata that behaves differently there. */
interface AddedFunction {
  /** Without `$`. */
  readonly name: string;
  /** JSONata checks the arguments against it. Each argument may also be undefined. */
  readonly signature: string;
  readonly run: Parameters<Expression['registerFunction']>[1];
}

/** Invalid arguments of a function. The default code is that of `$error()`, which AWS uses for added functions. */
class FunctionError extends Error {
  override readonly name = 'FunctionError';
  readonly code: string;

  constructor(
    message: string,
    { code = 'D3137', cause }: { readonly code?: string; readonly cause?: unknown } = {},
  ) {
    super(message, { cause });
    this.code = code;
  }
}

const HASH_ALGORITHMS: readonly HashAlgorithm[] = ['MD5', 'SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'];

const formatMillis = jsonata('$fromMillis(millis, picture, timezone)');

/** @see {@link https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html} */
export const FUNCTIONS: readonly AddedFunction[] = [
  { name: 'partition', signature: '<a-n?:a<a>>', run: partition },
  { name: 'range', signature: '<nnn?:a<n>>', run: range },
  { name: 'pad', signature: '<s-ns?:s>', run: pad },
  { name: 'hash', signature: '<s-s?:s>', run: hash },
  { name: 'random', signature: '<n?:n>', run: random },
  { name: 'uuid', signature: '<:s>', run: uuid },
  { name: 'parse', signature: '<s-:j>', run: parse },
  { name: 'string', signature: '<x-b?:s>', run: string },
  { name: 'base64decode', signature: '<s-:s>', run: base64decode },
  { name: 'now', signature: '<s?s?:s>', run: now },
  { name: 'millis', signature: '<:n>', run: millis },
];

/** Returns the parts of an array; undefined if there are none. Without a size, there is one part. */
function partition(array: readonly unknown[] | undefined, size: number | undefined): unknown {
  if (array === undefined || array.length === 0) return undefined;
  const length = size === undefined ? array.length : Math.trunc(size);
  if (length < 0) throw new FunctionError('Second argument must be zero or greater');
  if (length === 0) return undefined;
  const parts: unknown[][] = [];
  for (let start = 0; start < array.length; start += length) parts.push(array.slice(start, start + length));
  return parts;
}

/** Returns the numbers of a range; undefined without a step, with a step of 0, and if the range is empty. */
function range(
  this: Focus,
  first: number | undefined,
  last: number | undefined,
  step: number | undefined,
): readonly number[] | number | undefined {
  if (first === undefined || last === undefined || step === undefined) return undefined;
  const [from, to, by] = [Math.trunc(first), Math.trunc(last), Math.trunc(step)];
  if (by === 0) return undefined;
  const length = Math.floor((to - from) / by) + 1;
  if (length < 1) return undefined;
  if (length > evaluationOf(this.environment).limits.range) throw new EvaluationLimitError('memory');
  // JSONata represents a sequence of one value as that value.
  return length === 1 ? from : Array.from({ length }, (_, index) => from + index * by);
}

/** Replaces JSONata's `$pad`, which makes strings of any length. */
function pad(this: Focus, text: string | undefined, width: number, filler = ''): string | undefined {
  if (text === undefined) return undefined;
  const missing = Math.abs(Math.trunc(width)) - Array.from(text).length;
  if (missing > evaluationOf(this.environment).limits.padding) throw new EvaluationLimitError('memory');
  const characters = Array.from(filler === '' ? ' ' : filler);
  const padding = Array.from({ length: missing }, (_, index) => characters[index % characters.length]).join(
    '',
  );
  return width > 0 ? text + padding : padding + text;
}

function hash(this: Focus, text: string | undefined, name: string | undefined): string | undefined {
  if (text === undefined || name === undefined) return undefined;
  const algorithm = HASH_ALGORITHMS.find((known) => known === name);
  if (algorithm === undefined) {
    const known = HASH_ALGORITHMS.join(', ');
    throw new FunctionError(`The second argument of $hash must be one of ${known} but was ${name}`);
  }
  return evaluationOf(this.environment).host.hash(text, algorithm);
}

function random(this: Focus, seed: number | undefined): number {
  return seed === undefined ? evaluationOf(this.environment).host.random.next() : firstJavaRandom(seed);
}

function uuid(this: Focus): string {
  return evaluationOf(this.environment).host.random.uuid();
}

function parse(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return parseStrictly(text);
  } catch (cause) {
    throw new FunctionError(`Invalid JSON: ${String(cause)}`, { cause });
  }
}

/** Replaces JSONata's `$string`, which rounds whole numbers to 15 digits, too. AWS rounds only fractions. */
function string(value: unknown, isPretty = false): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  return isFunctionValue(value) ? '' : JSON.stringify(value, printable, isPretty ? 2 : 0);
}

function printable(_name: string, value: unknown): unknown {
  if (typeof value !== 'number') return isFunctionValue(value) ? '' : value;
  if (Number.isInteger(value)) return value;
  if (Number.isFinite(value)) return Number(value.toPrecision(15));
  throw new FunctionError('Attempting to invoke string function on Infinity or NaN', { code: 'D3001' });
}

/** Replaces JSONata's `$base64decode`, which skips characters that are not Base64. */
function base64decode(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  try {
    return atob(text);
  } catch (cause) {
    throw new FunctionError('The argument of $base64decode is not Base64', { cause });
  }
}

function now(this: Focus, picture: string | undefined, timezone: string | undefined): Promise<unknown> {
  return formatMillis.evaluate({ millis: evaluationOf(this.environment).host.now, picture, timezone });
}

function millis(this: Focus): number {
  return evaluationOf(this.environment).host.now;
}
