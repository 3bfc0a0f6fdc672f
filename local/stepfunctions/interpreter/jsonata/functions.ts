import jsonata, { type Expression, type Focus } from 'jsonata';
import type { HashAlgorithm } from '../ports.ts';
import { evaluationOf, exceed } from './evaluation.ts';
import { firstJavaRandom } from './java-random.ts';

/** A function added by Step Functions, or a function of JSONata replaced to supply the time or a limit. */
interface AddedFunction {
  /** Without `$`. */
  readonly name: string;
  /** JSONata checks the arguments against it. Each argument may also be undefined. */
  readonly signature: string;
  readonly run: Parameters<Expression['registerFunction']>[1];
}

/** Invalid arguments of an added function. */
export class FunctionError extends Error {
  override readonly name = 'FunctionError';
}

const HASH_ALGORITHMS: readonly HashAlgorithm[] = ['MD5', 'SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'];

const formatMillis = jsonata('$fromMillis(millis, picture, timezone)');

/** @see {@link https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html} */
export const FUNCTIONS: readonly AddedFunction[] = [
  { name: 'partition', signature: '<a-n:a<a>>', run: partition },
  { name: 'range', signature: '<nnn:a<n>>', run: range },
  { name: 'pad', signature: '<s-ns?:s>', run: pad },
  { name: 'hash', signature: '<s-s:s>', run: hash },
  { name: 'random', signature: '<n?:n>', run: random },
  { name: 'uuid', signature: '<:s>', run: uuid },
  { name: 'parse', signature: '<s-:j>', run: parse },
  { name: 'now', signature: '<s?s?:s>', run: now },
  { name: 'millis', signature: '<:n>', run: millis },
];

function partition(array: readonly unknown[] | undefined, size: number): unknown {
  if (array === undefined) return undefined;
  const length = Math.floor(size);
  if (length < 1) throw new FunctionError('The second argument of $partition must be a positive integer');
  const parts: unknown[][] = [];
  for (let start = 0; start < array.length; start += length) parts.push(array.slice(start, start + length));
  return parts;
}

function range(
  this: Focus,
  first: number,
  last: number,
  step: number,
): readonly number[] | number | undefined {
  const [from, to, by] = [Math.floor(first), Math.floor(last), Math.floor(step)];
  if (by === 0) throw new FunctionError('The third argument of $range must not be 0');
  const evaluation = evaluationOf(this.environment);
  if (Math.floor((to - from) / by) + 1 > evaluation.limits.range) exceed(evaluation, 'memory');
  const values: number[] = [];
  for (let value = from; by > 0 ? value <= to : value >= to; value += by) values.push(value);
  // JSONata represents a sequence of one value as that value.
  return values.length === 1 ? values[0] : values;
}

/** Replaces JSONata's `$pad`, which makes strings of any length. */
function pad(this: Focus, text: string | undefined, width: number, filler = ''): string | undefined {
  if (text === undefined) return undefined;
  const missing = Math.abs(Math.trunc(width)) - Array.from(text).length;
  const evaluation = evaluationOf(this.environment);
  if (missing > evaluation.limits.padding) exceed(evaluation, 'memory');
  const characters = Array.from(filler === '' ? ' ' : filler);
  const padding = Array.from({ length: missing }, (_, index) => characters[index % characters.length]).join(
    '',
  );
  return width > 0 ? text + padding : padding + text;
}

function hash(this: Focus, text: string | undefined, name: string): string | undefined {
  if (text === undefined) return undefined;
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
    return JSON.parse(text);
  } catch (cause) {
    throw new FunctionError(`The argument of $parse is not JSON: ${String(cause)}`, { cause });
  }
}

function now(this: Focus, picture: string | undefined, timezone: string | undefined): Promise<unknown> {
  return formatMillis.evaluate({ millis: evaluationOf(this.environment).host.now, picture, timezone });
}

function millis(this: Focus): number {
  return evaluationOf(this.environment).host.now;
}
