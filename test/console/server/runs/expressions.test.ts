import { describe, expect, it } from '@jest/globals';
import { expressionsOf, type Recorded } from '../../../../console/server/runs/expressions.ts';

const NOTHING: Recorded = { Arguments: null, Output: null, Assign: null, ItemSelector: null };
const none = { input: null, variables: {} };
const values = (found: readonly { path: string; value: string | null }[]) =>
  Object.fromEntries(found.map(({ path, value }) => [path, value]));

describe('the expressions of a state', () => {
  it('have their values in the history', () => {
    const definition = {
      Type: 'Task',
      Comment: '{% not an expression of the state %}',
      Arguments: { Payload: { ids: ['{% $a %}', '{% $b %}'], plain: 'x' } },
      Output: '{% $states.result.Payload %}',
      Retry: [{ MaxAttempts: '{% 3 %}' }],
      Catch: [{ Output: '{% $states.errorOutput %}' }],
      ItemProcessor: { States: { Inner: { Output: '{% 1 %}' } } },
    };
    const found = expressionsOf(
      definition,
      { ...NOTHING, Arguments: '{"Payload":{"ids":[1,null],"plain":"x"}}', Output: '{"ok":true}' },
      null,
      none,
    );

    expect(found).toEqual([
      { path: 'Arguments.Payload.ids[0]', expression: '$a', value: '1' },
      { path: 'Arguments.Payload.ids[1]', expression: '$b', value: 'null' },
      { path: 'Output', expression: '$states.result.Payload', value: '{"ok":true}' },
    ]);
  });

  it('have no value if the history has none, except for paths into the input and variables', () => {
    const definition = {
      Type: 'Map',
      Items: '{% $states.input.items %}',
      MaxConcurrency: '{% $limits.atOnce %}',
      Arguments: {
        sum: '{% $sum($states.input.items) %}',
        deep: '{% $states.input.items.id %}',
        absent: '{% $states.input.nothing %}',
        inherited: '{% $states.input.constructor %}',
        method: '{% $toString %}',
        other: '{% $states.inputs %}',
      },
    };
    const readable = { input: '{"items":[{"id":1}]}', variables: { limits: '{"atOnce":5}' } };

    expect(values(expressionsOf(definition, NOTHING, null, readable))).toEqual({
      Items: '[{"id":1}]',
      MaxConcurrency: '5',
      'Arguments.sum': null,
      // JSONata maps a path over a list, which is not evaluated again.
      'Arguments.deep': null,
      'Arguments.absent': null,
      'Arguments.inherited': null,
      'Arguments.method': null,
      'Arguments.other': null,
    });
  });

  describe('of a Choice', () => {
    const rule = (Condition: string, Next: string) => ({ Condition: `{% ${Condition} %}`, Next });
    const held = (choice: object, next: string | null) =>
      expressionsOf({ Type: 'Choice', ...choice }, NOTHING, next, none).map(({ value }) => value);
    const choice = { Choices: [rule('$a', 'A'), rule('$b', 'B'), rule('$c', 'C')], Default: 'D' };

    it.each([
      ['the second', 'B', ['false', 'true', null]],
      ['the first', 'A', ['true', null, null]],
      ['none', 'D', ['false', 'false', 'false']],
    ])('match %s by the next state', (_, next, expected) => {
      expect(held(choice, next)).toEqual(expected);
    });

    it('are unknown before the next state', () => {
      expect(held(choice, null)).toEqual([null, null, null]);
    });

    it('are unknown if several rules lead to the next state', () => {
      const twice = { Choices: [rule('$a', 'A'), rule('$b', 'B'), rule('$c', 'B')], Default: 'A' };

      expect(held(twice, 'B')).toEqual(['false', null, null]);
      expect(held(twice, 'A')).toEqual([null, null, null]);
    });
  });
});
