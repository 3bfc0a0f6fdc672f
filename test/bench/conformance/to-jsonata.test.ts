import { describe, expect, it } from '@jest/globals';
import { toJsonata } from '../../../bench/conformance/to-jsonata.ts';
import type { JsonObject, JsonValue } from '../../../local/stepfunctions/interpreter/json.ts';
import { Harness, outputOf, TaskError } from '../../local/stepfunctions/interpreter/support/harness.ts';

const harness = new Harness({
  echo: (payload) => payload,
  broken: () => {
    throw new TaskError('Broken', 'no more');
  },
});
const function_ = (name: string): string => `arn:aws:lambda:eu-west-2:000000000000:function:${name}`;

/** Runs one state of the JSONPath dialect, read in JSONata, and gives its output. */
async function outputOfState(state: JsonObject, input: JsonValue): Promise<JsonValue> {
  const definition = toJsonata({ StartAt: 'State', States: { State: { End: true, ...state } } });
  return outputOf(await harness.run(definition, input));
}

describe('a state of the JSONPath dialect read in JSONata', () => {
  it.each<[what: string, state: JsonObject, input: JsonValue, output: JsonValue]>([
    ['InputPath', { Type: 'Pass', InputPath: '$.a.b' }, { a: { b: [1] } }, [1]],
    ['InputPath null', { Type: 'Pass', InputPath: null }, { a: 1 }, {}],
    [
      'a path to any number of values',
      { Type: 'Pass', Parameters: { 'one.$': '$.xs[*].n', 'none.$': '$.xs[*].m' } },
      { xs: [{ n: 1 }] },
      { one: [1], none: [] },
    ],
    ['OutputPath', { Type: 'Pass', OutputPath: '$.a[1]' }, { a: [1, 2] }, 2],
    ['Result', { Type: 'Pass', Result: { a: [[1]], b: '"' } }, {}, { a: [[1]], b: '"' }],
    ['ResultPath', { Type: 'Pass', Result: 1, ResultPath: '$.x.y' }, { x: { z: 2 } }, { x: { y: 1, z: 2 } }],
    ['ResultPath null', { Type: 'Pass', Result: 1, ResultPath: null }, { x: 2 }, { x: 2 }],
    [
      'ResultPath into the input before InputPath',
      { Type: 'Pass', InputPath: '$.a', ResultPath: '$.copy' },
      { a: 1 },
      { a: 1, copy: 1 },
    ],
    [
      'Parameters',
      { Type: 'Pass', Parameters: { 'a.$': '$.x', b: ['c', { 'd.$': "$['y z']" }] } },
      { x: 1, 'y z': 2 },
      { a: 1, b: ['c', { d: 2 }] },
    ],
    [
      'ResultSelector',
      {
        Type: 'Task',
        Resource: function_('echo'),
        Parameters: { 'a.$': '$.x' },
        ResultSelector: { 'b.$': '$.a' },
        ResultPath: '$.r',
      },
      { x: 1 },
      { x: 1, r: { b: 1 } },
    ],
    [
      'Catch with ResultPath',
      {
        Type: 'Map',
        ItemsPath: '$.items',
        Iterator: {
          StartAt: 'Item',
          States: {
            Item: {
              Type: 'Task',
              Resource: function_('broken'),
              Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.e', Next: 'Caught' }],
              End: true,
            },
            Caught: { Type: 'Pass', OutputPath: '$.e.Error', End: true },
          },
        },
      },
      { items: [{}] },
      ['Broken'],
    ],
    [
      'ItemBatcher',
      {
        Type: 'Map',
        ItemsPath: '$.items',
        ItemBatcher: { MaxItemsPerBatchPath: '$.size', BatchInput: { 'k.$': '$.k' } },
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          StartAt: 'Item',
          States: { Item: { Type: 'Pass', End: true } },
        },
      },
      { items: [1, 2, 3], size: 2, k: 'b' },
      [
        { BatchInput: { k: 'b' }, Items: [1, 2] },
        { BatchInput: { k: 'b' }, Items: [3] },
      ],
    ],
    [
      'ItemSelector and the context',
      {
        Type: 'Map',
        ItemsPath: '$.items',
        ItemSelector: { 'i.$': '$$.Map.Item.Index', 'v.$': '$$.Map.Item.Value', 'k.$': '$.k' },
        ItemProcessor: { StartAt: 'Item', States: { Item: { Type: 'Pass', End: true } } },
      },
      { items: ['a'], k: 'b' },
      [{ i: 0, v: 'a', k: 'b' }],
    ],
  ])('%s', async (_what, state, input, output) => {
    expect(await outputOfState(state, input)).toEqual(output);
  });

  it.each<[rule: JsonObject, input: JsonValue, matched: boolean]>([
    [{ Variable: '$.a', StringEquals: 'x' }, { a: 'x' }, true],
    [{ Variable: '$.a', NumericLessThan: 2 }, { a: 1 }, true],
    [{ Variable: '$.a', NumericLessThan: 2 }, { a: '1' }, false],
    [{ Variable: '$.a', NumericGreaterThanEqualsPath: '$.b' }, { a: 2, b: 2 }, true],
    [{ Variable: '$.a', BooleanEquals: false }, { a: false }, true],
    [{ Variable: '$.a', IsPresent: false }, {}, true],
    [{ Variable: '$.a', IsNull: true }, { a: null }, true],
    [{ Variable: '$.a', IsString: false }, { a: 1 }, true],
    [{ Variable: '$.a', StringMatches: 'a.*z' }, { a: 'a.bcz' }, true],
    [{ Variable: '$.a', StringMatches: 'a.*z' }, { a: 'abcz' }, false],
    [{ Variable: '$.a', TimestampEquals: '2020-01-01T00:00:00Z' }, { a: '2020-01-01T01:00:00+01:00' }, true],
    [{ Not: { Variable: '$.a', NumericEquals: 1 } }, { a: 2 }, true],
    [
      {
        And: [
          { Variable: '$.a', NumericEquals: 1 },
          {
            Or: [
              { Variable: '$.b', NumericEquals: 1 },
              { Variable: '$.b', NumericEquals: 2 },
            ],
          },
        ],
      },
      { a: 1, b: 2 },
      true,
    ],
  ])('Choice %j for %j', async (rule, input, matched) => {
    const definition = toJsonata({
      StartAt: 'Choose',
      States: {
        Choose: { Type: 'Choice', Choices: [{ ...rule, Next: 'Yes' }], Default: 'No' },
        Yes: { Type: 'Pass', Result: true, End: true },
        No: { Type: 'Pass', Result: false, End: true },
      },
    });
    expect(outputOf(await harness.run(definition, input))).toBe(matched);
  });

  it.each<[what: string, state: JsonObject]>([
    [
      'an intrinsic function without a counterpart',
      { Type: 'Pass', Parameters: { 'a.$': 'States.MathRandom(1, 9)' } },
    ],
    ['a call that is none', { Type: 'Pass', Parameters: { 'a.$': 'States.UUID' } }],
    ['a filter', { Type: 'Pass', InputPath: '$.a[?(@.b)]' }],
    ['an ItemReader', { Type: 'Map', ItemReader: {} }],
  ])('refuses %s, which has no mechanical reading', (_what, state) => {
    expect(() => toJsonata({ StartAt: 'State', States: { State: state } })).toThrow(
      expect.objectContaining({ name: 'NotMechanicalError' }),
    );
  });
});

describe('a definition that mixes the dialects', () => {
  it('has its JSONPath states read, the others left alone', async () => {
    const definition = toJsonata({
      StartAt: 'A',
      States: {
        A: {
          Type: 'Pass',
          QueryLanguage: 'JSONata',
          Output: { a: '{% 1 + 1 %}' },
          Assign: { v: 7 },
          Next: 'B',
        },
        B: { Type: 'Pass', Parameters: { 'b.$': '$.a', 'v.$': '$v' }, End: true },
      },
    });
    expect(outputOf(await harness.run(definition))).toEqual({ b: 2, v: 7 });
  });

  it('is none when the machine itself is JSONata', () => {
    const definition = { QueryLanguage: 'JSONata', StartAt: 'A', States: { A: { Type: 'Pass', End: true } } };
    expect(toJsonata(definition)).toBe(definition);
  });
});

describe('an intrinsic function', () => {
  it.each<[call: string, output: JsonValue]>([
    ["States.Array($.a, 1, null, 'x')", [[1, 2], 1, null, 'x']],
    ['States.Array()', []],
    ["States.Format('{} and {}\\'s {}', $.s, 1, true)", "text and 1's true"],
    ['States.StringToJson($.j)', { k: 1 }],
    ['States.JsonToString($.a)', '[1,2]'],
    ['States.ArrayLength($.a)', 2],
    ['States.ArrayContains($.a, 2)', true],
    ['States.ArrayGetItem($.a, 1)', 2],
    ['States.ArrayPartition($.a, 1)', [[1], [2]]],
    ['States.ArrayRange(1, 5, 2)', [1, 3, 5]],
    ['States.ArrayUnique(States.ArrayRange(1, 2, 1))', [1, 2]],
    ['States.MathAdd(States.ArrayLength($.a), -1)', 1],
    ["States.Base64Decode(States.Base64Encode('x'))", 'x'],
    ['States.JsonMerge(States.StringToJson($.j), $.o, false)', { k: 1, l: 2 }],
  ])('%s', async (text, output) => {
    const input = { a: [1, 2], s: 'text', j: '{"k":1}', o: { l: 2 } };
    expect(await outputOfState({ Type: 'Pass', Parameters: { 'r.$': text } }, input)).toEqual({ r: output });
  });

  it('reads an intrinsic function where a path may stand', async () => {
    const fail = { Type: 'Fail', ErrorPath: '$.e', CausePath: "States.Format('for {}', $.n)" };
    const failed = await harness.run(toJsonata({ StartAt: 'F', States: { F: fail } }), { e: 'E', n: 1 });
    expect(failed).toMatchObject({ status: 'FAILED', error: 'E', cause: 'for 1' });
  });
});
