import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Expression } from '../../../../../local/stepfunctions/interpreter/jsonata/expression.ts';
import type { Outcome } from '../../../../../local/stepfunctions/interpreter/jsonata/outcome.ts';
import { evaluateSafely } from '../../../../../local/stepfunctions/interpreter/jsonata/safely.ts';
import { nodeHash } from '../../../../../local/stepfunctions/adapters/hash.ts';
import { steadyRandom } from '../../../../../local/stepfunctions/testing.ts';

const host = { now: 0, random: steadyRandom, hash: nodeHash };

/** The outcome of an expression, and the requests to the sandbox. */
async function evaluate(source: string, variables: Readonly<Record<string, unknown>> = {}, size = 0) {
  const asked: { source: string; variables: unknown }[] = [];
  const outcome = await evaluateSafely(new Expression(source), {
    variables,
    host,
    size,
    apart: (text, given) => {
      asked.push({ source: text, variables: given });
      return Promise.resolve<Outcome>({ kind: 'value', value: 'from apart' });
    },
  });
  return { outcome, asked };
}

const text = 'x'.repeat(7000);
const manyItems = Array.from({ length: 20_000 }, (_, id) => ({ id, name: `title ${id}` }));

describe('an expression', () => {
  it.each<[source: string, value: unknown]>([
    ['$states.input.a & "x"', 'ax'],
    ['$count($many)', 20_000],
    ['[1..10][$ % 2 = 0]', [2, 4, 6, 8, 10]],
    ['$sort([3, 1, 2])', [1, 2, 3]],
    ['$sum($map([1..100], function($i){ $i * 2 }))', 10_100],
    ['$replace("2026-11-25", /-/, "")', '20261125'],
    ['$pad("x", 3, "-")', 'x--'],
    ['$length($pad("x", 7900))', 7900],
    ['$contains($text, "x")', true],
    ['$count($sort([1..900]))', 900],
    ['$fromMillis(0, "[Y0001]-[M01]-[D01]")', '1970-01-01'],
    ['($f := function($n){ $n = 0 ? "done" : $f($n - 1) }; $f(100))', 'done'],
  ])('that is cheap is evaluated in this process: %s', async (source, value) => {
    const { outcome, asked } = await evaluate(source, {
      states: { input: { a: 'a' } },
      many: manyItems,
      text,
    });

    expect(asked).toEqual([]);
    expect(outcome).toEqual({ kind: 'value', value });
  });

  it.each([
    '$pad("x", 50000000)',
    '[1..1000000][$ % 2 = 0]',
    '$sort([1..200000])',
    '($f := function($n){ $f($n + 1) }; $f(0))',
    '($f := function($n){ 1 + $f($n + 1) }; $f(0))',
    '($f := function($s, $n){ $n = 0 ? $s : $f($s & $s, $n - 1) }; $f("x", 40))',
    '($f := function($s, $n){ $n = 0 ? $s : $f([[$s], [$s]], $n - 1) }; $f("x", 40))',
    '{"a": ($f := function($n){ $f($n) }; $f(0)), "b": ($g := function($n){ $g($n) }; $g(0))}',
    '$match("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", /(a+)+$/)',
    '$map([1..1000], function($i){ $sort([1..1000]) })',
    '$map([[1..1000]], $sort)',
    '[[1..1000]] ~> $map($distinct)',
    '$many.($many.(1))',
    '$many[$string(id) in $many.name]',
    '$range(1, 360000, 1)',
    '$now("[Y,*-500000000]")',
    '$formatInteger(1, $picture)',
    '$many ~> |$|{"x": 1}|',
    '$many.{"all": $many}',
    '$pad("x", 9000)',
    '[1..12].$contains($text, "x")',
    '$count($sort([1..900])) + $count($sort([1..900]))',
  ])('that is costly is evaluated in the sandbox: %s', async (source) => {
    const { outcome, asked } = await evaluate(source, { many: manyItems, picture: '0', text }, 1_000_000);

    expect(outcome).toEqual({ kind: 'value', value: 'from apart' });
    expect(asked).toMatchObject([{ source }]);
  });

  it('that fails is not evaluated again', async () => {
    const { outcome, asked } = await evaluate('$parse("{")');

    expect(asked).toEqual([]);
    expect(outcome).toMatchObject({
      kind: 'fault',
      cause: { name: 'FunctionError', cause: expect.any(SyntaxError) },
    });
  });

  it.each<[source: string, size: number, isHere: boolean]>([
    // Linear: not watched if the inputs are small.
    ['$count($many[id > 0])', 16 * 1024, true],
    ['$count($many[id > 0])', 16 * 1024 + 1, false],
    // May compare objects.
    ['[{}, {}]', 16_384_000, true],
    ['[{}, {}, {}]', 16_384_000, false],
  ])('with inputs of a size: %s, %i, evaluated in this process: %s', async (source, size, isHere) => {
    const { asked } = await evaluate(source, { many: manyItems.slice(0, 2000) }, size);

    expect(asked.length === 0).toBe(isHere);
  });

  it('sends only the variables that it reads to the sandbox', async () => {
    const { asked } = await evaluate('$sort($list.($x + $))', {
      list: manyItems.map(({ id }) => id),
      x: 1,
      other: 'not this',
    });

    expect(asked).toEqual([
      { source: '$sort($list.($x + $))', variables: { list: expect.anything(), x: 1 } },
    ]);
  });

  it('that is linear is plain, so that small inputs need no watching', () => {
    const isPlain = (source: string) => new Expression(source).cost.isPlain;

    expect(isPlain('$states.input.items[outcome = "fetched"].id')).toBe(true);
    expect(isPlain('$count($states.input.a) > 0 ? {"a": $states.input.a & "x"} : null')).toBe(true);
    expect(isPlain('$states.input.items[id = $states.input.id]')).toBe(false);
    expect(isPlain('$x.[$, $].[$, $].[$, $].[$, $]')).toBe(false);
    expect(isPlain('$string([$string([$string([$string([$x])])])])')).toBe(false);
    expect(isPlain('$x{a: b}')).toBe(false);
    expect(isPlain('($y := $x & $x; $y & $y)')).toBe(false);
  });
});

it.each(['title-ingestion', 'redrive-failed-run'])('no expression of %s is unbounded', (name) => {
  const path = join(import.meta.dirname, `../../../../../workflow/${name}.asl.json`);
  const text = readFileSync(path, 'utf8').replace(/\$\{\w+\}/g, '1');
  const sources: string[] = [];
  JSON.parse(text, (_key, value: unknown) => {
    if (typeof value === 'string' && value.startsWith('{%')) sources.push(value.slice(2, -2).trim());
    return value;
  });

  expect(sources.length).toBeGreaterThan(10);
  expect(sources.filter((source) => new Expression(source).cost.isUnbounded)).toEqual([]);
});
