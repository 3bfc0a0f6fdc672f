import { describe, expect, it } from '@jest/globals';
import { Expression } from '../../../../../local/stepfunctions/interpreter/jsonata/expression.ts';
import {
  findMisuse,
  type FieldScope,
} from '../../../../../local/stepfunctions/interpreter/jsonata/misuse.ts';

const misuse = (source: string, scope?: FieldScope): readonly string[] =>
  findMisuse(new Expression(source).syntax, scope);

describe('findMisuse', () => {
  it.each([
    'phone',
    'phone.number',
    '$sum(prices)',
    '{"a": phone}',
    '[phone]',
    'true ? phone : 1',
    '$x = phone',
    '$x ~> $map(function($v){ phone })',
    'function(){ phone.number }',
  ])('finds the bare name in %s', (source) => {
    const name = source.includes('prices') ? 'prices' : 'phone';
    expect(misuse(source)).toEqual([`Reference to '${name}' at the top level is not supported.`]);
  });

  it.each(['$', '$$', '$.a', '$$.a'])('finds %s', (source) => {
    const reference = source.startsWith('$$') ? '$$' : '$';
    expect(misuse(source)).toEqual([`Reference to '${reference}' at the top level is not supported.`]);
  });

  it.each([
    '$states.input.phone',
    '$x.phone[number = 1]',
    '$x[$.a > 1]',
    '$x.{"a": b}',
    '$x{a: $sum(b)}',
    '$map($x, function($v){ $v.a })',
    '$x.$map(y, function($v){ a })',
    '$x^(>price)',
    '$x.$sum(a)',
    '$x ~> |a|{"b": c}|',
    '$states.context.Execution.Id',
    '$states.*',
    '$states',
    '$x & "$" & ""',
    '$x.y{a: b}',
    '$x ~> |$x|{}, a|',
  ])('finds nothing in %s', (source) => {
    expect(misuse(source)).toEqual([]);
  });

  it.each([
    ['phone[number = 1]', "Reference to 'phone' at the top level is not supported."],
    ['states.result', "Reference to 'states' at the top level is not supported."],
    ['$x.y{"a": $states.result}', "Field '$states.result' does not exist."],
    ['$x{"a": $states.result}', "Field '$states.result' does not exist."],
    ['$x.($states.errorOutput)', "Field '$states.errorOutput' does not exist."],
  ])('finds one misuse in %s', (source, message) => {
    expect(misuse(source)).toEqual([message]);
  });

  it('finds the result and the error in a field without them', () => {
    expect(misuse('$states.result.a')).toEqual(["Field '$states.result' does not exist."]);
    expect(misuse('$states.result.a', 'result')).toEqual([]);
    expect(misuse('$count($states.errorOutput)', 'result')).toEqual([
      "Field '$states.errorOutput' does not exist.",
    ]);
    expect(misuse('$states.errorOutput', 'errorOutput')).toEqual([]);
    expect(misuse('$states.inputs')).toEqual(["Field '$states.inputs' does not exist."]);
  });
});
