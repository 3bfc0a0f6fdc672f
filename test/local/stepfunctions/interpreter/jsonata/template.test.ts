import { describe, expect, it } from '@jest/globals';
import { compileTemplate } from '../../../../../local/stepfunctions/interpreter/jsonata/compile-template.ts';
import {
  evaluateTemplate,
  typeFailure,
} from '../../../../../local/stepfunctions/interpreter/jsonata/template.ts';
import type { JsonValue } from '../../../../../local/stepfunctions/interpreter/json.ts';
import { nodeHash } from '../../../../../local/stepfunctions/adapters/hash.ts';
import { steadyRandom } from '../../../../../local/stepfunctions/testing.ts';

const MEMORY = 'Expression evaluation memory limit exceeded: Check for excessive memory usage';
const NOW = Date.UTC(2026, 10, 24, 12);
const compile = (value: JsonValue) =>
  compileTemplate(value, '', {
    compiled: () => undefined,
    broken: (message) => {
      throw new Error(message);
    },
  });
const evaluate = (value: JsonValue, variables: Readonly<Record<string, unknown>> = {}): Promise<JsonValue> =>
  evaluateTemplate(compile(value), 'Output', {
    variables,
    host: { now: NOW, random: steadyRandom, hash: nodeHash },
  });

describe('a template', () => {
  it('without an expression is its own value', async () => {
    const value = { a: [1, { b: null }], c: '{% not at the end %} ', d: ' {% nor at the start %}' };
    expect(await evaluate(value)).toBe(value);
  });

  it('has its expressions replaced at any depth', async () => {
    expect(await evaluate({ a: ['{% $x %}', { b: '{% $x + 1 %}' }], c: 1 }, { x: 1 })).toEqual({
      a: [1, { b: 2 }],
      c: 1,
    });
  });

  it('returns plain arrays for JSONata sequences', async () => {
    const result = await evaluate('{% $x.a %}', { x: [{ a: 1 }, { a: 2 }] });
    expect(Object.getOwnPropertyNames(result)).toEqual(['0', '1', 'length']);
  });

  it.each<[template: JsonValue, location: string, source: string]>([
    ['{% $missing %}', 'Output', '$missing'],
    [{ a: { b: ['x', '{% $x.y %}'] } }, 'Output/a/b[1]', '$x.y'],
    [[['{%   $missing   %}']], 'Output[0][0]', '$missing'],
  ])('fails if an expression returns undefined: %j', async (template, location, source) => {
    await expect(evaluate(template, { x: {} })).rejects.toMatchObject({
      error: 'States.QueryEvaluationError',
      reason: `The JSONata expression '${source}' specified for the field '${location}' returned nothing (undefined).`,
      traits: { evaluation: { location } },
    });
  });

  it.each<[expression: string, end: string]>([
    ['"a" + 1', '. T2001: The left side of the "+" operator must evaluate to a number'],
    ['$sum(["a"])', '. T0412: Argument 1 of function "sum" must be an array of "numbers"'],
    ['$error("bad")', '. D3137: bad'],
    ['$eval("1")', '. T1006: Attempted to invoke a non-function'],
    [
      '$hash("a", "SHA-2")',
      '. D3137: The second argument of $hash must be one of MD5, SHA-1, SHA-256, SHA-384, SHA-512 but was SHA-2',
    ],
    ['$range(0)', '. T0410: Argument 2 of function "range" does not match function signature'],
    ['$partition([1, 2], -1)', '. D3137: Second argument must be zero or greater'],
    ["$parse('')", '. D3137: Invalid JSON: SyntaxError: Unexpected end of JSON input'],
    [
      '$parse(\'{"a":{"b":1,"b":2}}\')',
      '. D3137: Invalid JSON: SyntaxError: An object has two members of the same name',
    ],
    ["$parse('[1e400]')", '. D3137: Invalid JSON: SyntaxError: A number is too large'],
    ["$parse('-1e+999')", '. D3137: Invalid JSON: SyntaxError: A number is too large'],
    ['$base64decode("!!!")', '. D3137: The argument of $base64decode is not Base64'],
    ['$base64decode("a")', '. D3137: The argument of $base64decode is not Base64'],
    ['$string(1/0)', '. D3001: Attempting to invoke string function on Infinity or NaN'],
    ['1/0 + 1', '. D1001: Number out of range: null'],
    ['$uuid(1)', '. T0410: Argument 1 of function "uuid" does not match function signature'],
    ['$millis(1)', '. T0410: Argument 1 of function "millis" does not match function signature'],
  ])('fails with the message of JSONata: %s', async (expression, end) => {
    await expect(evaluate(`{% ${expression} %}`)).rejects.toMatchObject({
      error: 'States.QueryEvaluationError',
      reason: `The JSONata expression '${expression}' specified for the field 'Output' threw an error during evaluation${end}`,
    });
  });

  it.each(['function($x){$x}', '{"a": $sum}', '/a/'])(
    'fails on a result that is not a JSON value: %s',
    async (source) => {
      await expect(evaluate(`{% ${source} %}`)).rejects.toMatchObject({
        error: 'States.QueryEvaluationError',
        reason: `The JSONata expression '${source}' specified for the field 'Output' returned an unsupported result type.`,
      });
    },
  );

  it.each<[source: string, end: string]>([
    ['( $f := function($n){ $f($n) }; $f(0) )', 'Expression evaluation timeout: Check for infinite loop'],
    [
      '( $f := function($n){ 1 + $f($n) }; $f(0) )',
      'Stack overflow error: Check for non-terminating recursive function. Consider rewriting as tail-recursive.',
    ],
    ["$length($pad('', 262145, 'x'))", MEMORY],
    ['[1..873783]', MEMORY],
    ['$range(1, 360146, 1)', MEMORY],
    ['( $f := function($s, $n){ $n = 0 ? $s : $f($s & $s, $n - 1) }; $length($f("x", 23)) )', MEMORY],
    ['( $f := function($s, $n){ $n = 0 ? $s : $f([[$s], [$s]], $n - 1) }; $f("x", 40) )', MEMORY],
  ])('fails on an expression that exceeds a limit: %s', async (source, end) => {
    await expect(evaluate(`{% ${source} %}`)).rejects.toMatchObject({
      error: 'States.QueryEvaluationError',
      reason: `The JSONata expression '${source}' specified for the field 'Output' threw an error during evaluation: ${end}`,
    });
  });

  it.each<[what: string, source: (depth: number) => string]>([
    ['terms of a sum', (depth) => `1${'+1'.repeat(depth - 1)}`],
    ['parentheses', (depth) => `${'('.repeat(depth - 1)}1${')'.repeat(depth - 1)}`],
    ['arrays', (depth) => `${'['.repeat(depth - 1)}1${']'.repeat(depth - 1)}`],
    ['objects', (depth) => `${"{'a':".repeat(depth - 1)}1${'}'.repeat(depth - 1)}`],
    ['chained functions', (depth) => `1${'~>$string'.repeat(depth - 1)}`],
    ['groups', (depth) => `$x{'a': ${'('.repeat(depth - 2)}1${')'.repeat(depth - 2)}}`],
  ])('may have %s 100 steps deep, and no deeper', async (_, source) => {
    await expect(evaluate(`{% ${source(100)} %}`, { x: 1 })).resolves.toBeDefined();
    await expect(evaluate(`{% ${source(101)} %}`, { x: 1 })).rejects.toMatchObject({
      reason: expect.stringContaining('during evaluation: Stack overflow error: Check for'),
    });
  });

  it('may have a function that calls itself 31 times, and no more', async () => {
    const f = '$f := function($n){ $n <= 0 ? 0 : 1 + $f($n - 1) }';
    expect(await evaluate(`{% ( ${f}; $f(31) ) %}`)).toBe(31);
    await expect(evaluate(`{% ( ${f}; $f(32) ) %}`)).rejects.toMatchObject({
      reason: expect.stringContaining('Stack overflow error'),
    });
  });

  it.each<[what: string, source: string, length: number]>([
    ['items', `[${Array.from({ length: 300 }, (_, index) => `$x + ${index}`).join()}]`, 300],
    ['members', `$keys({${Array.from({ length: 300 }, (_, index) => `"${index}": $x + 1`).join()}})`, 300],
    ['groups', '$keys($map([1..300], function($v){ {"a": $v} }){$string(a): [a, [a + 1]]})', 300],
    ['calls with items', '$map([1..300], function($v){ [$v, [$v + 1, {"a": $v, "b": [$v]}]] })', 300],
    [
      'items that recurse',
      '( $f := function($n){ $n = 0 ? 0 : 1 + $f($n - 1) }; [$f(29), $f(29), $f(29)] )',
      3,
    ],
    [
      'members that recurse',
      '$keys(( $f := function($n){ $n = 0 ? 0 : 1 + $f($n - 1) }; {"a": $f(29), "b": $f(29) } ))',
      2,
    ],
  ])('may have many %s, which are not nested', async (_, source, length) => {
    expect(await evaluate(`{% $count(${source}) %}`, { x: 1 })).toBe(length);
  });

  it('has the limits of AWS', async () => {
    expect(await evaluate("{% $length($pad('', 262144, 'é')) %}")).toBe(262_144);
    expect(await evaluate("{% $length($pad($pad('', 131072, 'x'), -262145, 'xy')) %}")).toBe(262_145);
    expect(await evaluate("{% $length($pad('', 131072, 'x') & $pad('', 131073, 'x')) %}")).toBe(262_145);
    expect(await evaluate('{% $count([1..873782]) %}')).toBe(873_782);
    expect(await evaluate('{% $count([5000000..5000002]) %}')).toBe(3);
    expect(await evaluate('{% $count($range(1, 360145, 1)) %}')).toBe(360_145);
    const doubled = '( $f := function($s, $n){ $n = 0 ? $s : $f($s & $s, $n - 1) }; $length($f("x", 22)) )';
    expect(await evaluate(`{% ${doubled} %}`)).toBe(2 ** 22);
  });

  it.each<[source: string, value: JsonValue]>([
    ['1/0', 'Infinity'],
    ['-1/0', '-Infinity'],
    ['0/0', 'NaN'],
    ['1e308 * 10', 'Infinity'],
    ['[1/0, {"a": [0/0]}]', ['Infinity', { a: ['NaN'] }]],
    ['$parseInteger("abc", "0")', 'NaN'],
    ['$parseInteger("123", "0")', 123],
    ['$partition([1, 2, 3])', [[1, 2, 3]]],
    ['$partition([1, 2, 3], 2.9)', [[1, 2], [3]]],
    ['$range(-1.7, 2, 1)', [-1, 0, 1, 2]],
    ['$range(5, 1, -1.5)', [5, 4, 3, 2, 1]],
    ['$range(3, 3, 1)', 3],
    ['$count($range(-9223372036854775808, 9223372036854775807, 9223372036854775807))', 3],
    ['$range(9007199254740992, 9007199254740994, 1)', [2 ** 53, 2 ** 53, 2 ** 53 + 2]],
    ['$string($power(2, 63))', '9223372036854776000'],
    [
      '$string([1e20, -1e21, 1/3, $sum, {"a": 1.0}])',
      '[100000000000000000000,-1e+21,0.333333333333333,"",{"a":1}]',
    ],
    ['$string({"a": [1]}, true)', '{\n  "a": [\n    1\n  ]\n}'],
    [
      '[$string(true), $string(null), $string("é"), $string($sum), $string(1e-7)]',
      ['true', 'null', 'é', '', '1e-7'],
    ],
    ['$base64decode("w6k=") & $base64decode("aGk")', 'Ã©hi'],
  ])('has the value of AWS: %s', async (source, value) => {
    expect(await evaluate(`{% ${source} %}`)).toEqual(value);
  });

  it.each([
    '$partition([1, 2], 0)',
    '$partition([1, 2], -0.5)',
    '$partition([], 2)',
    '$range(1, 5)',
    '$range(1, 5, 0)',
    '$range(1, 5, -1)',
    '$range($x, 5, 1)',
    '$hash("a")',
    '$string($x)',
    '$base64decode($x)',
  ])('has no value, as on AWS: %s', async (source) => {
    await expect(evaluate(`{% ${source} %}`)).rejects.toMatchObject({
      reason: expect.stringContaining('returned nothing (undefined).'),
    });
  });

  it('parses texts with colons, quotes and large numbers', async () => {
    const value = { 'a:b': { c: [{ d: ':' }, { d: 1e100 }] }, 'e"': '":' };
    expect(await evaluate('{% $parse($x) %}', { x: JSON.stringify(value) })).toEqual(value);
  });

  it('pads as JSONata does', async () => {
    expect(
      await evaluate('{% [$pad("a", 3), $pad("a", -3, "#"), $pad("abc", 2), $pad("a", 6, "xyz")] %}'),
    ).toEqual(['a  ', '##a', 'abc', 'axyzxy']);
    expect(await evaluate('{% [$pad("a", -4, "😀é"), $pad("a", 2.9, ""), $exists($pad($x, 3))] %}')).toEqual([
      '😀é😀a',
      'a ',
      false,
    ]);
  });

  it.each<[value: JsonValue, type: string]>([
    [null, 'null'],
    [[1], 'array'],
    [{ a: 1 }, 'object'],
    ['x', 'string'],
    [true, 'boolean'],
  ])('reports that %j has the type %s instead of the expected one', (value, type) => {
    expect(typeFailure(compile(value), 'Items', 'number', value).reason).toBe(
      `The field 'Items' has an unexpected type. Expected 'number', but was '${type}' for value: ${JSON.stringify(value)}`,
    );
  });

  it('reports the value and type it got instead of the expected type', () => {
    const failure = typeFailure(compile('{% 1 %}'), 'Items', 'array', 1);
    expect(failure.reason).toBe(
      "The JSONata expression '1' specified for the field 'Items' returned an unexpected result type. Expected 'array', but was 'number' for value: 1",
    );
  });

  it('keeps concurrent evaluations of one expression apart', async () => {
    const template = compile(
      '{% $f := function($n){ $millis() + $n }; $f($x) %}'
        .replace('$f :=', '( $f :=')
        .replace(' %}', ' ) %}'),
    );
    const at = (now: number): Promise<JsonValue> =>
      evaluateTemplate(template, 'Output', {
        variables: { x: now },
        host: { now, random: steadyRandom, hash: nodeHash },
      });
    expect(await Promise.all([at(1), at(10), at(100)])).toEqual([2, 20, 200]);
  });

  it('uses the time of the host', async () => {
    expect(await evaluate('{% $now() %}')).toBe('2026-11-24T12:00:00.000Z');
    expect(await evaluate("{% $now('[Y]', '+0100') %}")).toBe('2026');
    expect(await evaluate('{% $millis() %}')).toBe(NOW);
  });

  it('has the functions of Step Functions', async () => {
    expect(await evaluate('{% $partition([1,2,3,4,5], 2.9) %}')).toEqual([[1, 2], [3, 4], [5]]);
    expect(await evaluate('{% $partition([1], 2) %}')).toEqual([[1]]);
    expect(await evaluate('{% $partition([1, 2], 1) %}')).toEqual([[1], [2]]);
    expect(await evaluate('{% $range(0, 9.7, 3) %}')).toEqual([0, 3, 6, 9]);
    expect(await evaluate('{% $range(2, -2, -2) %}')).toEqual([2, 0, -2]);
    expect(await evaluate('{% $range(0, 1000000, 500000) %}')).toEqual([0, 500_000, 1_000_000]);
    // A single value is returned as itself, as recorded on AWS.
    expect(await evaluate('{% $range(5, 5, 1) %}')).toBe(5);
    expect(await evaluate('{% $range(5, 6, 2) %}')).toBe(5);
    expect(await evaluate("{% $hash('input', 'SHA-1') %}")).toBe('140f86aae51ab9e1cda9b4254fe98a74eb54c1a1');
    expect(await evaluate("{% $hash('é', 'MD5') %}")).toBe(nodeHash('é', 'MD5'));
    expect(await evaluate('{% $parse(\'{"a":[1]}\').a %}')).toEqual([1]);
    expect(await evaluate('{% $uuid() %}')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
    expect(await evaluate('{% $random() %}')).toBe(0.5);
  });

  it.each(['$partition($missing, 2)', '$hash($missing, "MD5")', '$parse($missing)'])(
    'returns nothing for an undefined argument: %s',
    async (source) => {
      expect(await evaluate(`{% $exists(${source}) %}`)).toBe(false);
    },
  );

  it('returns the same random number for a seed as AWS', async () => {
    expect(await evaluate('{% $random(42) %}')).toBe(0.7275636800328681);
    expect(await evaluate('{% $random(-1) %}')).toBe(await evaluate('{% $random(-1) %}'));
  });
});
