import { describe, expect, it } from '@jest/globals';
import { Expression } from '../../../../../local/stepfunctions/interpreter/jsonata/expression.ts';

const costOf = (source: string) => new Expression(source).cost;

describe('an expression', () => {
  it.each([
    'a.b.c',
    '$x.a',
    '$x[a = 1].b',
    '$x[0]',
    '$x[$ > 1]',
    '$count($w) + $count($x) + $count($y) + $count($z)',
    '{"a": $x, "b": [1, "two", true, null, -$y]}',
    '$x ? 1 : 2',
    '($x; $y)',
    '$count($x) + $sum($y)',
    '$now("[Y0001]")',
    '$string($x) & $string($y) & $string($z)',
    '$x.[a].[b].[c]',
    `[${Array.from({ length: 199 }, () => '1').join(',')}]`,
  ])('is plain: %s', (source) => {
    expect(costOf(source)).toMatchObject({ isPlain: true, isHeavy: false, isUnbounded: false });
  });

  it.each([
    '[1..10]',
    '($y := 1; $y)',
    'function($n){ $n }',
    '$x@$y.a',
    '$x#$i.a',
    '$x{a: b}',
    '$x^(a)',
    '$x[a = $y]',
    '$x.($y)',
    '$unknown($x)',
    '$string($x) & $string($y) & $string($z) & $string($x)',
    '$x.[a].[b].[c].[d]',
    '$x.y{a: b}',
    '$x[$y]',
    '($x.a)[b = $y]',
    '$x ~> $count',
    '$x.*',
    '/a/',
    `[${Array.from({ length: 200 }, () => '1').join(',')}]`,
  ])('is not plain: %s', (source) => {
    expect(costOf(source).isPlain).toBe(false);
  });

  it.each([
    '$map($x, $f)',
    '$join($x)',
    '$replace($x, "a", "b")',
    '$contains($x, /a/)',
    '$x ~> /a/',
    '(function($n){ $sort($n) })($x)',
    '$count($sort($x))',
    '$x[$match(a, "b")]',
  ])('is heavy: %s', (source) => {
    expect(costOf(source).isHeavy).toBe(true);
  });

  it.each([
    '$match($x, /(a+)+$/)',
    '$x ~> |$|{"a": 1}|',
    '$map($x, $sort)',
    '$now($picture)',
    '$now("[Y,*-10000]")',
    `$fromMillis(0, "${'x'.repeat(201)}")`,
    '$formatNumber(1, $picture)',
    '$formatInteger(1, "1" & "0")',
    '$parseInteger("1", $picture)',
    '$toMillis("1", $picture)',
    '$now(1)',
    '$fromMillis(0, "[Y]", $zone)',
    '(function($n){ $now($n) })($x)',
    '$count($now($x))',
  ])('is unbounded: %s', (source) => {
    expect(costOf(source).isUnbounded).toBe(true);
  });

  it.each([
    '$match($x, /a+b/)',
    '$now("[Y,*-1000]")',
    `$fromMillis(0, "${'x'.repeat(200)}")`,
    '$formatNumber($picture, "#0.00")',
    '$map($x, $sum)',
    '$toMillis($x, "[Y]")',
    '$fromMillis($x, "[Y]")',
    '$formatInteger($x, "w")',
    '$parseInteger($x, "w")',
    '$formatNumber($x, "1234")',
    '$string($x)',
  ])('is not unbounded: %s', (source) => {
    expect(costOf(source).isUnbounded).toBe(false);
  });

  it('has the bounds of its ranges', () => {
    const ends = [...costOf('[1..2 + $n][$ > 1]').rangeEnds];

    expect(ends).toMatchObject([
      { type: 'number', value: 1 },
      { type: 'binary', value: '+' },
    ]);
  });

  it('has the variables that it reads but does not set', () => {
    expect(costOf('($y := $x + $states.input; $y & $z)').variables).toEqual(['x', 'z']);
    expect(costOf('$map($list, function($item, $index){ $item + $index + $offset })').variables).toEqual([
      'list',
      'offset',
    ]);
    expect(costOf('$list@$one#$at.{"a": $one, "b": $at, "c": $$, "d": $}').variables).toEqual(['list']);
    expect(costOf('$sum($sort($x))').variables).toEqual(['x']);
  });
});
