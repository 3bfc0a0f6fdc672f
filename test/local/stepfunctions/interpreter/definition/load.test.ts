import { describe, expect, it } from '@jest/globals';
import { loadDefinition } from '../../../../../local/stepfunctions/interpreter/definition/load.ts';
import { AWS_QUOTAS } from '../../../../../local/stepfunctions/interpreter/quotas.ts';
import type { DiagnosticCode } from '../../../../../local/stepfunctions/interpreter/definition/diagnostic.ts';

const load = (definition: unknown, type: 'STANDARD' | 'EXPRESS' = 'STANDARD') =>
  loadDefinition(typeof definition === 'string' ? definition : JSON.stringify(definition), {
    quotas: AWS_QUOTAS,
    refusal: ({ arn }) => (arn.includes('lambda') ? undefined : `${arn} is not supported`),
    type,
  });
/** The diagnostics of a state machine with one state. */
const inState = (state: object, machine: object = {}) =>
  load({
    QueryLanguage: 'JSONata',
    StartAt: 'S',
    States: { S: { End: true, ...state } },
    ...machine,
  }).diagnostics.map(({ code, location, message }) => [code, location, message] as const);
const LAMBDA = 'arn:aws:states:::lambda:invoke';
const PROCESSOR = { StartAt: 'I', States: { I: { Type: 'Pass', End: true } } };
const DISTRIBUTED = { ...PROCESSOR, ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } };

describe('loading a definition', () => {
  it('accepts every field of the dialect', () => {
    const transforms = { Assign: { x: '{% $states.result %}' }, Output: '{% $states.result %}' };
    const { diagnostics } = load({
      Comment: 'all',
      Version: '1.0',
      QueryLanguage: 'JSONata',
      TimeoutSeconds: 60,
      StartAt: 'Task',
      States: {
        Task: {
          Type: 'Task',
          Comment: 'a task',
          QueryLanguage: 'JSONata',
          Resource: LAMBDA,
          Arguments: { FunctionName: 'f', Payload: '{% $states.input %}' },
          TimeoutSeconds: '{% $states.input.t %}',
          HeartbeatSeconds: 5,
          Retry: [
            {
              Comment: 'all of it',
              ErrorEquals: ['A', 'States.Timeout'],
              IntervalSeconds: 1,
              MaxAttempts: 0,
              BackoffRate: 1.5,
              MaxDelaySeconds: 10,
              JitterStrategy: 'FULL',
            },
            { ErrorEquals: ['States.ALL'] },
          ],
          Catch: [
            {
              ErrorEquals: ['States.ALL'],
              Next: 'Fail',
              Output: '{% $states.errorOutput %}',
              Assign: { y: 1 },
            },
          ],
          ...transforms,
          Next: 'Choice',
        },
        Choice: {
          Type: 'Choice',
          Choices: [{ Condition: '{% true %}', Next: 'Wait', Output: 1, Assign: { y: 2 } }],
          Default: 'Pass',
          Output: 2,
          Assign: { y: 3 },
        },
        Wait: { Type: 'Wait', Timestamp: '2030-01-01T00:00:00Z', Output: 1, Next: 'Parallel' },
        Pass: { Type: 'Pass', Next: 'Parallel' },
        Parallel: {
          Type: 'Parallel',
          Branches: [{ StartAt: 'B', States: { B: { Type: 'Wait', Seconds: 1, End: true } } }],
          Arguments: [1],
          ...transforms,
          Next: 'Map',
        },
        Map: {
          Type: 'Map',
          Items: [1, '{% 2 %}'],
          ItemSelector: { a: '{% $states.context.Map.Item.Value %}' },
          MaxConcurrency: 2,
          ItemProcessor: { ...PROCESSOR, ProcessorConfig: { Mode: 'INLINE' } },
          ...transforms,
          Next: 'Distributed',
        },
        Distributed: {
          Type: 'Map',
          Label: 'Label',
          ItemBatcher: { BatchInput: { a: 1 }, MaxItemsPerBatch: '{% 2 %}', MaxInputBytesPerBatch: 1000 },
          ToleratedFailureCount: 1,
          ToleratedFailurePercentage: 12.5,
          ItemProcessor: {
            ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' },
            StartAt: 'D',
            States: { D: { Type: 'Pass', End: true } },
          },
          Next: 'Succeed',
        },
        Succeed: { Type: 'Succeed', Output: 1 },
        Fail: { Type: 'Fail', Error: 'E', Cause: '{% $states.input.Cause %}' },
      },
    });
    expect(diagnostics).toEqual([]);
  });

  it.each<[what: string, text: unknown, code: DiagnosticCode, location: string | undefined]>([
    ['invalid JSON', '{', 'INVALID_JSON_DESCRIPTION', '/'],
    ['no object', '[]', 'SCHEMA_VALIDATION_FAILED', undefined],
    ['too large', ' '.repeat(1024 * 1024) + '{}', 'DEFINITION_TOO_LARGE', '/'],
    [
      'deeper than the maximum nesting',
      { QueryLanguage: 'JSONata', StartAt: 'S', States: { S: { Type: 'Pass', Output: 0, End: true } } },
      'INVALID_JSON_DESCRIPTION',
      '/',
    ],
    [
      'of the other dialect',
      { StartAt: 'S', States: { S: { Type: 'Pass', End: true } } },
      'UNSUPPORTED_FEATURE',
      '/States/S',
    ],
    [
      'with a transition to nowhere',
      {
        QueryLanguage: 'JSONata',
        StartAt: 'S',
        States: {
          S: { Type: 'Choice', Choices: [{ Condition: true, Next: 'T' }], Default: 'X' },
          T: { Type: 'Fail' },
        },
      },
      'MISSING_TRANSITION_TARGET',
      '/States/S/Default',
    ],
    [
      'with an unreachable state',
      {
        QueryLanguage: 'JSONata',
        StartAt: 'S',
        States: { S: { Type: 'Pass', End: true }, T: { Type: 'Pass', End: true } },
      },
      'MISSING_TRANSITION_TARGET',
      '/States/T',
    ],
    [
      'without an end',
      { QueryLanguage: 'JSONata', StartAt: 'S', States: { S: { Type: 'Pass', Next: 'S' } } },
      'MISSING_END_STATE',
      undefined,
    ],
    [
      'with one name twice',
      {
        QueryLanguage: 'JSONata',
        StartAt: 'I',
        States: { I: { Type: 'Map', ItemProcessor: PROCESSOR, End: true } },
      },
      'DUPLICATE_STATE_NAME',
      '/States/I/ItemProcessor/States/I',
    ],
  ])('refuses one that is %s', (what, definition, code, location) => {
    const deep = `{"QueryLanguage":"JSONata","StartAt":"S","States":{"S":{"Type":"Pass","End":true,"Output":${'['.repeat(20_000)}${']'.repeat(20_000)}}}}`;
    const { diagnostics } = load(what.startsWith('deeper') ? deep : definition);
    const place = location === undefined ? {} : { location };
    expect(diagnostics).toEqual([{ severity: 'ERROR', code, message: expect.any(String), ...place }]);
  });

  it.each<[what: string, state: object, location: string, message: string]>([
    ['an unknown type', { Type: 'Walk' }, '/States/S/Type', "There is no state type 'Walk'"],
    ['an unknown field', { Type: 'Pass', Foo: 1 }, '/States/S', "Field 'Foo' is not supported"],
    ['Catch on a Pass', { Type: 'Pass', Catch: [] }, '/States/S', "Field 'Catch' is not supported"],
    [
      'TimeoutSeconds on a Map',
      { Type: 'Map', ItemProcessor: PROCESSOR, TimeoutSeconds: 1 },
      '/States/S',
      "Field 'TimeoutSeconds' is not supported",
    ],
    [
      'a JSONPath field',
      { Type: 'Pass', InputPath: '$.a' },
      '/States/S',
      "The QueryLanguage is set to 'JSONata', but field 'InputPath' is only supported for the 'JSONPath' QueryLanguage",
    ],
    [
      'a JSONPath state in a JSONata machine',
      { Type: 'Pass', QueryLanguage: 'JSONPath' },
      '/States/S',
      "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine",
    ],
    [
      'a Wait without Seconds and Timestamp',
      { Type: 'Wait' },
      '/States/S',
      "A Wait state has exactly one of 'Seconds' and 'Timestamp'",
    ],
    [
      'a Wait with an invalid Timestamp',
      { Type: 'Wait', Timestamp: '2016-12-05 21:29:29Z' },
      '/States/S/Timestamp',
      'String does not match RFC3339 timestamp',
    ],
    [
      'a Wait with negative Seconds',
      { Type: 'Wait', Seconds: -1 },
      '/States/S/Seconds',
      'The value -1 is not between 0 and 99999999',
    ],
    ['a Task without Resource', { Type: 'Task' }, '/States/S', 'These fields are required: [Resource]'],
    [
      'an invalid Resource',
      { Type: 'Task', Resource: 'f' },
      '/States/S/Resource',
      'Value is not a valid resource ARN: f',
    ],
    [
      'a heartbeat that is longer than the timeout',
      { Type: 'Task', Resource: LAMBDA, TimeoutSeconds: 5, HeartbeatSeconds: 5 },
      '/States/S/HeartbeatSeconds',
      "'HeartbeatSeconds' must be smaller than 'TimeoutSeconds'",
    ],
    [
      'States.ALL before another retrier',
      { Type: 'Task', Resource: LAMBDA, Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['A'] }] },
      '/States/S/Retry[0]/ErrorEquals',
      "'States.ALL' must be in the last retrier or catcher",
    ],
    [
      'States.ALL beside another name',
      { Type: 'Task', Resource: LAMBDA, Retry: [{ ErrorEquals: ['A', 'States.ALL'] }] },
      '/States/S/Retry[0]/ErrorEquals',
      "'States.ALL' must stand alone in 'ErrorEquals'",
    ],
    [
      'a retrier without names',
      { Type: 'Task', Resource: LAMBDA, Retry: [{}] },
      '/States/S/Retry[0]',
      'These fields are required: [ErrorEquals]',
    ],
    [
      'a rate below 1',
      { Type: 'Task', Resource: LAMBDA, Retry: [{ ErrorEquals: ['A'], BackoffRate: 0.5 }] },
      '/States/S/Retry[0]/BackoffRate',
      'The value 0.5 is not between 1 and 9007199254740991',
    ],
    [
      'Items that are not an array',
      { Type: 'Map', Items: {}, ItemProcessor: PROCESSOR },
      '/States/S/Items',
      'Expected an array or a JSONata expression',
    ],
    [
      'a QueryLanguage in an ItemProcessor',
      { Type: 'Map', ItemProcessor: { ...PROCESSOR, QueryLanguage: 'JSONata' } },
      '/States/S/ItemProcessor',
      "Field 'QueryLanguage' is not supported",
    ],
    [
      'a batcher without a limit',
      { Type: 'Map', ItemProcessor: DISTRIBUTED, ItemBatcher: {} },
      '/States/S/ItemBatcher',
      "ItemBatcher needs 'MaxItemsPerBatch' or 'MaxInputBytesPerBatch'",
    ],
    [
      'a batcher of an inline Map',
      { Type: 'Map', ItemProcessor: PROCESSOR, ItemBatcher: {} },
      '/States/S',
      "Field 'ItemBatcher' is not supported",
    ],
    [
      'a variable called states',
      { Type: 'Pass', Assign: { states: 1 } },
      '/States/S/Assign',
      "The variable name 'states' is reserved",
    ],
    [
      'an invalid variable name',
      { Type: 'Pass', Assign: { 'a-b': 1 } },
      '/States/S/Assign',
      "'a-b' is not a variable name of at most 80 characters",
    ],
    [
      'a constant condition that is not a boolean',
      { Type: 'Choice', End: undefined, Choices: [{ Condition: 'true', Next: 'S' }] },
      '/States/S/Choices[0]/Condition',
      'Expected a boolean or a JSONata expression',
    ],
  ])('refuses %s', (_what, state, location, message) => {
    expect(inState(state)).toContainEqual(['SCHEMA_VALIDATION_FAILED', location, message]);
  });

  it.each<[what: string, state: object, code: DiagnosticCode, location: string, message: string]>([
    [
      'a syntax error',
      { Type: 'Pass', Output: { a: ['{% 1 + %}'] } },
      'INVALID_JSONATA_EXPRESSION',
      '/States/S/Output/a[0]',
      'Unexpected end of expression',
    ],
    [
      'a bare name',
      { Type: 'Pass', Output: { 'a/b~': '{% phone %}' } },
      'UNSUPPORTED_JSONATA_EXPRESSION',
      '/States/S/Output/a~1b~0',
      "Reference to 'phone' at the top level is not supported.",
    ],
    [
      'the result of a Pass',
      { Type: 'Pass', Output: '{% $states.result %}' },
      'UNSUPPORTED_JSONATA_EXPRESSION',
      '/States/S/Output',
      "Field '$states.result' does not exist.",
    ],
    [
      'a label with white space',
      { Type: 'Map', ItemProcessor: DISTRIBUTED, Label: 'a b' },
      'INVALID_LABEL_NAME',
      '/States/S/Label',
      'A label has 1 to 40 characters and no white space, brackets, wildcards or controls',
    ],
    [
      'an unsupported integration',
      { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage' },
      'UNSUPPORTED_FEATURE',
      '/States/S/Resource',
      'arn:aws:states:::sqs:sendMessage is not supported',
    ],
    [
      'an ItemReader',
      { Type: 'Map', ItemProcessor: DISTRIBUTED, ItemReader: {} },
      'UNSUPPORTED_FEATURE',
      '/States/S/ItemReader',
      "ItemReader needs Amazon S3, which this runtime does not have: give the items with 'Items'",
    ],
  ])('refuses %s', (_what, state, code, location, message) => {
    expect(inState(state)).toEqual([[code, location, message]]);
  });

  it('accepts the maximum size and nesting, and no more', () => {
    const nested = (depth: number) => {
      const state = `{"Type":"Pass","End":true,"Output":${'['.repeat(depth - 3)}${']'.repeat(depth - 3)}}`;
      return `{"QueryLanguage":"JSONata","StartAt":"S","States":{"S":${state}}}`;
    };
    expect(load(nested(500)).diagnostics).toEqual([]);
    expect(load(nested(501)).diagnostics).toMatchObject([{ code: 'INVALID_JSON_DESCRIPTION' }]);

    const text = nested(4);
    const allowing = (definitionBytes: number) =>
      loadDefinition(text, {
        quotas: { ...AWS_QUOTAS, definitionBytes },
        refusal: () => undefined,
        type: 'STANDARD',
      }).diagnostics;
    expect(allowing(text.length)).toEqual([]);
    expect(allowing(text.length - 1)).toMatchObject([{ code: 'DEFINITION_TOO_LARGE' }]);
  });

  it('refuses a Distributed Map in an Express machine', () => {
    const machine = {
      QueryLanguage: 'JSONata',
      StartAt: 'S',
      States: { S: { Type: 'Map', ItemProcessor: DISTRIBUTED, End: true } },
    };
    expect(load(machine).diagnostics).toEqual([]);
    expect(load(machine, 'EXPRESS').diagnostics).toHaveLength(1);
  });

  it('accepts JSONata states in a machine that does not set the dialect', () => {
    expect(inState({ Type: 'Pass', QueryLanguage: 'JSONata' }, { QueryLanguage: undefined })).toEqual([]);
  });

  it('generates the same label each time for a Distributed Map without one', () => {
    const labelOf = (): string | undefined => {
      const { definition } = load({
        QueryLanguage: 'JSONata',
        StartAt: 'S',
        States: { S: { Type: 'Map', ItemProcessor: DISTRIBUTED, End: true } },
      });
      const state = definition?.program.states.get('S');
      return state?.type === 'Map' ? state.distributed?.label : undefined;
    };
    expect(labelOf()).toMatch(/^\S{1,40}$/);
    expect(labelOf()).toBe(labelOf());
  });
});
