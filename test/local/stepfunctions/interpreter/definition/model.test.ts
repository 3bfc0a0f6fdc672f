import { describe, expect, it } from '@jest/globals';
import { loadDefinition } from '../../../../../local/stepfunctions/interpreter/definition/load.ts';
import type { Program } from '../../../../../local/stepfunctions/interpreter/definition/model.ts';
import { AWS_QUOTAS } from '../../../../../local/stepfunctions/interpreter/quotas.ts';

const LAMBDA = 'arn:aws:states:::lambda:invoke';

const load = (machine: object) =>
  loadDefinition(JSON.stringify({ QueryLanguage: 'JSONata', ...machine }), {
    quotas: AWS_QUOTAS,
    refusal: () => undefined,
    type: 'STANDARD',
  });
/** The model of a state `S`, with `T` and `U` as possible targets. */
function loaded(state: object): unknown {
  const Choices = ['S', 'T', 'U'].map((Next) => ({ Condition: true, Next }));
  const ends = { T: { Type: 'Succeed' }, U: { Type: 'Succeed' } };
  const { definition } = load({
    StartAt: 'First',
    States: { First: { Type: 'Choice', Choices }, S: state, ...ends },
  });
  return definition?.program.states.get('S');
}

/** A constant template. */
const is = (value: unknown) => ({ kind: 'constant', value });
const expression = (source: string) => ({
  kind: 'expression',
  expression: expect.objectContaining({ source }),
});

const program = (...names: string[]) => ({
  StartAt: names[0],
  States: Object.fromEntries(names.map((name) => [name, { Type: 'Succeed' }])),
});
const loadedProgram = (...names: string[]): unknown => ({
  startAt: names[0],
  states: new Map(names.map((name) => [name, { type: 'Succeed', name }])),
});

const retrying = {
  Retry: [
    { ErrorEquals: ['A', 'B'] },
    {
      ErrorEquals: ['States.ALL'],
      IntervalSeconds: 4,
      MaxAttempts: 0,
      BackoffRate: 1.5,
      MaxDelaySeconds: 60,
      JitterStrategy: 'FULL',
    },
  ],
  Catch: [
    { ErrorEquals: ['A'], Next: 'T' },
    { ErrorEquals: ['States.ALL'], Next: 'U', Output: 'caught', Assign: { c: 1 } },
  ],
};
const loadedRetrying = {
  retry: [
    { errorEquals: ['A', 'B'], intervalSeconds: 1, maxAttempts: 3, backoffRate: 2, fullJitter: false },
    {
      errorEquals: ['States.ALL'],
      intervalSeconds: 4,
      maxAttempts: 0,
      backoffRate: 1.5,
      maxDelaySeconds: 60,
      fullJitter: true,
    },
  ],
  catch: [
    { errorEquals: ['A'], next: 'T' },
    { errorEquals: ['States.ALL'], next: 'U', output: is('caught'), assign: is({ c: 1 }) },
  ],
};
const none = { retry: [], catch: [] };

describe('the model of a state', () => {
  it.each<[what: string, state: object, model: object]>([
    [
      'Pass',
      { Type: 'Pass', Output: 1, Assign: { a: 2 }, Next: 'T' },
      { type: 'Pass', output: is(1), assign: is({ a: 2 }), next: 'T' },
    ],
    ['Succeed', { Type: 'Succeed', Output: [1] }, { type: 'Succeed', output: is([1]) }],
    ['Fail without Error and Cause', { Type: 'Fail' }, { type: 'Fail' }],
    ['Fail', { Type: 'Fail', Error: 'E', Cause: 'C' }, { type: 'Fail', error: is('E'), cause: is('C') }],
    [
      'Fail with an expression',
      { Type: 'Fail', Error: '{% "E" %}' },
      { type: 'Fail', error: expression('"E"') },
    ],
    [
      'Wait for some time',
      { Type: 'Wait', Seconds: 0, Output: 1, Assign: { a: 2 }, Next: 'T' },
      { type: 'Wait', seconds: is(0), output: is(1), assign: is({ a: 2 }), next: 'T' },
    ],
    [
      'Wait until a time',
      { Type: 'Wait', Timestamp: '2030-01-01T00:00:00Z', End: true },
      { type: 'Wait', timestamp: is('2030-01-01T00:00:00Z') },
    ],
    [
      'Wait until what an expression says',
      { Type: 'Wait', Timestamp: '{% $states.input.at %}', End: true },
      { type: 'Wait', timestamp: expression('$states.input.at') },
    ],
    [
      'Choice',
      {
        Type: 'Choice',
        Choices: [
          { Condition: false, Next: 'T' },
          { Condition: '{% true %}', Next: 'U', Output: 1, Assign: { a: 2 } },
        ],
        Default: 'T',
        Output: 3,
        Assign: { b: 4 },
      },
      {
        type: 'Choice',
        choices: [
          { condition: is(false), next: 'T' },
          { condition: expression('true'), next: 'U', output: is(1), assign: is({ a: 2 }) },
        ],
        default: 'T',
        output: is(3),
        assign: is({ b: 4 }),
      },
    ],
    [
      'Task',
      { Type: 'Task', Resource: LAMBDA, End: true },
      {
        type: 'Task',
        resource: { kind: 'service', arn: LAMBDA, service: 'lambda', action: 'invoke' },
        ...none,
      },
    ],
    [
      'Task with all fields',
      {
        Type: 'Task',
        Resource: LAMBDA,
        Arguments: { a: 1 },
        TimeoutSeconds: 9,
        HeartbeatSeconds: '{% 3 %}',
        Output: 1,
        Assign: { a: 2 },
        Next: 'T',
        ...retrying,
      },
      {
        type: 'Task',
        resource: expect.objectContaining({ arn: LAMBDA }),
        arguments: is({ a: 1 }),
        timeoutSeconds: is(9),
        heartbeatSeconds: expression('3'),
        output: is(1),
        assign: is({ a: 2 }),
        next: 'T',
        ...loadedRetrying,
      },
    ],
    [
      'Parallel',
      {
        Type: 'Parallel',
        Branches: [program('B'), program('C')],
        Arguments: [1],
        Output: 1,
        Assign: { a: 2 },
        Next: 'T',
        ...retrying,
      },
      {
        type: 'Parallel',
        branches: [loadedProgram('B'), loadedProgram('C')],
        arguments: is([1]),
        output: is(1),
        assign: is({ a: 2 }),
        next: 'T',
        ...loadedRetrying,
      },
    ],
    [
      'Map',
      { Type: 'Map', ItemProcessor: program('I'), End: true },
      { type: 'Map', processor: loadedProgram('I'), ...none },
    ],
    [
      'Map with an Iterator',
      { Type: 'Map', Iterator: program('I'), End: true },
      { type: 'Map', processor: loadedProgram('I'), ...none },
    ],
    [
      'Map with all fields',
      {
        Type: 'Map',
        Items: [1],
        ItemSelector: { a: 1 },
        MaxConcurrency: 2,
        ItemProcessor: { ...program('I'), ProcessorConfig: { Mode: 'INLINE' } },
        ToleratedFailureCount: 3,
        ToleratedFailurePercentage: 4.5,
        Output: 1,
        Assign: { a: 2 },
        Next: 'T',
        ...retrying,
      },
      {
        type: 'Map',
        items: is([1]),
        itemSelector: is({ a: 1 }),
        maxConcurrency: is(2),
        processor: loadedProgram('I'),
        toleratedFailureCount: is(3),
        toleratedFailurePercentage: is(4.5),
        output: is(1),
        assign: is({ a: 2 }),
        next: 'T',
        ...loadedRetrying,
      },
    ],
    [
      'Distributed Map',
      {
        Type: 'Map',
        Label: 'label',
        Items: '{% $states.input %}',
        ItemBatcher: { BatchInput: { b: 1 }, MaxItemsPerBatch: 2, MaxInputBytesPerBatch: '{% 3 %}' },
        ToleratedFailurePercentage: '{% 4 %}',
        ItemProcessor: {
          ...program('I'),
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' },
        },
        End: true,
      },
      {
        type: 'Map',
        items: expression('$states.input'),
        processor: loadedProgram('I'),
        toleratedFailurePercentage: expression('4'),
        distributed: {
          childType: 'EXPRESS',
          label: 'label',
          // The definition of the child executions.
          processorText: JSON.stringify({ QueryLanguage: 'JSONata', ...program('I') }),
          batcher: {
            batchInput: is({ b: 1 }),
            maxItemsPerBatch: is(2),
            maxInputBytesPerBatch: expression('3'),
          },
        },
        ...none,
      },
    ],
    [
      'Distributed Map of executions that are kept',
      {
        Type: 'Map',
        Label: 'label',
        ItemProcessor: {
          ...program('I'),
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        },
        End: true,
      },
      {
        type: 'Map',
        processor: loadedProgram('I'),
        distributed: { childType: 'STANDARD', label: 'label', processorText: expect.any(String) },
        ...none,
      },
    ],
  ])('matches the definition: %s', (_what, state, model) => {
    expect(loaded(state)).toStrictEqual({ name: 'S', ...model });
  });
});

describe('the model of a state machine', () => {
  it('has the timeout of the definition, if any', () => {
    expect(load(program('A'))).toStrictEqual({
      definition: { program: loadedProgram('A') },
      diagnostics: [],
      references: [],
    });
    expect(load({ ...program('A'), TimeoutSeconds: 60 }).definition).toEqual({
      program: loadedProgram('A'),
      timeoutSeconds: 60,
    });
  });

  it('exists despite a warning, but not with an error', () => {
    const Choices = [{ Condition: true, Next: 'Set' }];
    const States = {
      First: { Type: 'Choice', Choices, Default: 'Read' },
      Set: { Type: 'Pass', Assign: { x: 1 }, Next: 'Read' },
      Read: { Type: 'Succeed', Output: '{% $x %}' },
    };
    const { definition, diagnostics } = load({ StartAt: 'First', States });
    expect(definition?.program.startAt).toBe('First');
    expect(diagnostics).toMatchObject([{ severity: 'WARNING' }]);

    expect(load({ StartAt: 'First', States: { ...States, Other: { Type: 'Pass', End: true } } })).toEqual({
      definition: undefined,
      diagnostics: [expect.objectContaining({ location: '/States/Other' }), ...diagnostics],
    });
  });

  it('has a unique label of the same format for each Distributed Map', () => {
    const names = Array.from({ length: 40 }, (_, index) => `Map${10 + index}`);
    const map = (name: string, index: number) => ({
      Type: 'Map',
      ItemProcessor: {
        ...program(`I${name}`),
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      },
      ...(index + 1 < names.length ? { Next: names[index + 1] } : { End: true }),
    });
    const { definition } = load({
      StartAt: names[0],
      States: Object.fromEntries(names.map((name, index) => [name, map(name, index)])),
    });
    const labels = labelsOf(definition?.program);

    // Some of the hashes are small numbers.
    expect(labels[0]).toBe('map-077e6818');
    expect(labels).toEqual(names.map(() => expect.stringMatching(/^map-[0-9a-f]{8}$/)));
    expect(new Set(labels).size).toBe(names.length);
  });
});

function labelsOf(loadedMachine: Program | undefined): readonly string[] {
  const states = [...(loadedMachine?.states.values() ?? [])];
  return states.flatMap((state) => (state.type === 'Map' ? [state.distributed?.label ?? ''] : []));
}
