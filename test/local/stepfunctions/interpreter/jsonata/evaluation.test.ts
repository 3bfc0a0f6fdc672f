import { describe, expect, it } from '@jest/globals';
import {
  enterStep,
  EVALUATION,
  leaveStep,
  type Evaluation,
} from '../../../../../local/stepfunctions/interpreter/jsonata/evaluation.ts';
import {
  EXPRESSIONS,
  ExpressionCache,
} from '../../../../../local/stepfunctions/interpreter/jsonata/expression-cache.ts';
import {
  Expression,
  isJsonataFault,
} from '../../../../../local/stepfunctions/interpreter/jsonata/expression.ts';
import type { EvaluationLimitError } from '../../../../../local/stepfunctions/interpreter/jsonata/limits.ts';
import {
  ALLOWED,
  MAX_DEPTH,
  type Limits,
} from '../../../../../local/stepfunctions/interpreter/jsonata/limits.ts';
import { outcomeOf } from '../../../../../local/stepfunctions/interpreter/jsonata/outcome-of.ts';
import { toPlain } from '../../../../../local/stepfunctions/interpreter/jsonata/plain.ts';
import { nodeHash } from '../../../../../local/stepfunctions/adapters/hash.ts';
import { steadyRandom } from '../../../../../local/stepfunctions/testing.ts';

type Environment = Parameters<ReturnType<typeof enterStep>>[2];

const NODE = {};
const RANGE_END = {};

/** A watched evaluation. */
function evaluation(limits: Partial<Limits> = {}) {
  const state: Evaluation = {
    host: { now: 0, random: steadyRandom, hash: nodeHash },
    limits: { ...ALLOWED, ...limits },
    effort: { item: 3, character: 2, object: 5 },
    work: 0,
    steps: [],
    siblings: undefined,
  };
  const environment = { lookup: (name: string) => (name === EVALUATION ? state : undefined) } as Environment;
  const enter = enterStep(new Map());
  const leave = leaveStep(new Set([RANGE_END]));
  return {
    state,
    enter: () => void enter(NODE, undefined, environment),
    leave: (result: unknown, node: unknown = NODE) => leave(node, undefined, environment, result),
  };
}

const exceeds = (limit: EvaluationLimitError['limit']) =>
  expect.objectContaining({ name: 'EvaluationLimitError', limit });

describe('a step of an evaluation', () => {
  it.each<[result: unknown, work: number]>([
    [7, 1],
    [undefined, 1],
    [true, 1],
    ['abcd', 1 + 4 * 2],
    [[1, 2], 1 + 2 * 3],
    [{ a: 1 }, 1 + 5],
  ])('with the value %j costs %i units of work', (result, work) => {
    const { state, leave } = evaluation();
    leave(result);

    expect(state.work).toBe(work);
  });

  it('may use the allowed work, and no more', () => {
    const { leave } = evaluation({ work: 2 });
    leave(1);
    leave(2);

    expect(() => leave(3)).toThrow(exceeds('time'));
  });

  it('may return a text or a list of the allowed bytes, and no more', () => {
    const { leave } = evaluation({ bytes: 16 });
    leave('x'.repeat(16));
    leave([1, 2]);

    expect(() => leave('x'.repeat(17))).toThrow(exceeds('memory'));
    expect(() => leave([1, 2, 3])).toThrow(exceeds('memory'));
  });

  it('may bound a range up to the allowed number, and no further', () => {
    const { leave } = evaluation({ rangeEnd: 100 });
    leave(100, RANGE_END);
    leave(-100, RANGE_END);
    leave(101);

    expect(() => leave(101, RANGE_END)).toThrow(exceeds('memory'));
    expect(() => leave(-101, RANGE_END)).toThrow(exceeds('memory'));
  });

  it('may be nested to the allowed depth, and no deeper', () => {
    const { enter, leave } = evaluation();
    for (let depth = 1; depth <= MAX_DEPTH; depth += 1) enter();
    leave(1);
    enter();

    expect(enter).toThrow(exceeds('depth'));
  });
});

describe('the outcome of an evaluation', () => {
  const evaluated = (
    source: string,
    variables: Record<string, unknown> = {},
    limits: Partial<Limits> = { bytes: 16 },
  ) =>
    outcomeOf(new Expression(source), variables, {
      host: { now: 0, random: steadyRandom, hash: nodeHash },
      limits: { ...ALLOWED, ...limits },
      size: 0,
    });

  it.each<[source: string, limits: Partial<Limits>, limit: EvaluationLimitError['limit']]>([
    ['($f := function($n){ $n = 0 ? 0 : $f($n - 1) }; $f(50))', { work: 100 }, 'time'],
    ['[1..10][$ > 8]', { rangeEnd: 9 }, 'memory'],
    ['[-10..1][$ > 0]', { rangeEnd: 9 }, 'memory'],
    ['$count([1..10])', { bytes: 79 }, 'memory'],
    ['$pad("x", 10)', { padding: 8 }, 'memory'],
    ['$range(1, 10, 1)', { range: 9 }, 'memory'],
  ])('is an error if a limit is exceeded: %s, %j', async (source, limits, limit) => {
    expect(await evaluated(source, {}, limits)).toMatchObject({ kind: 'fault', cause: exceeds(limit) });
    expect(await evaluated(source, {}, {})).toMatchObject({ kind: 'value' });
  });

  it('has the allowed bytes, and no more', async () => {
    expect(await evaluated('[1, 2]')).toEqual({ kind: 'value', value: [1, 2] });
    expect(await evaluated('{"a": 1}')).toEqual({ kind: 'value', value: { a: 1 } });
    expect(await evaluated('[1, 2, 3]')).toMatchObject({ kind: 'fault', cause: exceeds('memory') });
    expect(await evaluated('{"a": [1]}')).toMatchObject({ kind: 'fault', cause: exceeds('memory') });
  });

  it('may be an error of the JavaScript engine', async () => {
    const tooLong = () => {
      throw new RangeError('Invalid string length');
    };
    expect(await evaluated('$f()', { f: tooLong })).toMatchObject({
      kind: 'fault',
      text: 'threw an error during evaluation: RangeError: Invalid string length',
    });
  });

  it.each<[thrown: unknown, isFault: boolean]>([
    [{ code: 'T2001', message: 'no' }, true],
    [{ code: 'T2001' }, false],
    [{ message: 'no' }, false],
    [{ code: 1, message: 'no' }, false],
    [new Error('no'), false],
    ['no', false],
    [null, false],
    [undefined, false],
  ])('is a fault of JSONata, or not: %j', (thrown, isFault) => {
    expect(isJsonataFault(thrown)).toBe(isFault);
  });
});

describe('expressions', () => {
  it('are compiled once, until the cache is full', () => {
    const cache = new ExpressionCache(2);
    const [one, other] = [cache.compile('$x + 1'), cache.compile('$x + 2')];

    expect(one.source).toBe('$x + 1');
    expect([cache.compile('$x + 1'), cache.compile('$x + 2')]).toEqual([one, other]);
    expect(cache.compile('$x + 1')).toBe(one);

    cache.compile('$x + 3');
    expect(cache.compile('$x + 1')).not.toBe(one);
  });

  it('in the cache are shared', () => {
    EXPRESSIONS.clear();
    const known = EXPRESSIONS.compile('$x');

    expect(EXPRESSIONS.compile('$x')).toBe(known);
    EXPRESSIONS.clear();
    expect(EXPRESSIONS.compile('$x')).not.toBe(known);
  });
});

describe('a plain copy', () => {
  const copy = (value: unknown, bytes = 1_000) => toPlain(value, { bytes });

  it('fits into the room, or fails', () => {
    expect(copy([1, 'x'.repeat(20)], 8 + 8 + 20)).toEqual([1, 'x'.repeat(20)]);
    expect(() => copy([1, 'x'.repeat(20)], 8 + 8 + 19)).toThrow(exceeds('memory'));
    expect(() => copy('x', 7)).toThrow(exceeds('memory'));
  });

  it.each([
    ['a function of JSONata', { _jsonata_function: true }],
    ['a lambda', { _jsonata_lambda: true }],
    ['a pattern', /a/],
    ['a function', () => undefined],
  ])('does not exist of %s', (_, value) => {
    expect(() => copy({ a: value })).toThrow(
      expect.objectContaining({ name: 'NotJsonError', type: 'function' }),
    );
  });

  it.each([NaN, Infinity, -Infinity])('has a text instead of %d', (value) => {
    expect(copy([value, { a: value }])).toEqual([String(value), { a: String(value) }]);
  });

  it('omits undefined members, and keeps the places of undefined items', () => {
    expect(copy({ a: undefined, b: null, c: [undefined, false] })).toStrictEqual({
      b: null,
      c: [null, false],
    });
    expect(copy(undefined)).toBeUndefined();
  });

  it('keeps a member named __proto__', () => {
    const plain = copy(JSON.parse('{"__proto__":{"a":1}}'));

    expect(JSON.stringify(plain)).toBe('{"__proto__":{"a":1}}');
    expect(Object.getPrototypeOf(plain)).toBe(Object.prototype);
  });
});
