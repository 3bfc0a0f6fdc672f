import { describe, expect, it } from '@jest/globals';
import { loadDefinition } from '../../../../../local/stepfunctions/interpreter/definition/load.ts';
import { AWS_QUOTAS } from '../../../../../local/stepfunctions/interpreter/quotas.ts';

/** The diagnostics of a state machine. */
const found = (machine: object) =>
  loadDefinition(JSON.stringify({ QueryLanguage: 'JSONata', ...machine }), {
    quotas: AWS_QUOTAS,
    refusal: () => undefined,
    type: 'STANDARD',
  }).diagnostics;
/** The diagnostics of a state machine with one state. */
const foundIn = (state: object) => found({ StartAt: 'S', States: { S: { End: true, ...state } } });

const PROCESSOR = { StartAt: 'I', States: { I: { Type: 'Pass', End: true } } };
const MAP = { Type: 'Map', ItemProcessor: PROCESSOR };
const DISTRIBUTED = {
  Type: 'Map',
  ItemProcessor: { ...PROCESSOR, ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } },
};
const TASK = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke' };
const RETRIER = { ErrorEquals: ['A'] };

describe('a field', () => {
  it.each([
    'InputPath',
    'OutputPath',
    'Parameters',
    'Result',
    'ResultPath',
    'ResultSelector',
    'ItemsPath',
    'MaxConcurrencyPath',
    'ToleratedFailureCountPath',
    'ToleratedFailurePercentagePath',
    'MaxItemsPerBatchPath',
    'MaxInputBytesPerBatchPath',
    'SecondsPath',
    'TimestampPath',
    'TimeoutSecondsPath',
    'HeartbeatSecondsPath',
    'ErrorPath',
    'CausePath',
    'Variable',
  ])('%s belongs to JSONPath', (name) => {
    expect(foundIn({ Type: 'Pass', [name]: '$' })).toMatchObject([
      { message: expect.stringContaining(`field '${name}' is only supported for the 'JSONPath'`) },
    ]);
  });

  it.each<[name: string, state: (value: number) => object, lowest: number, highest: number]>([
    ['Seconds', (Seconds) => ({ Type: 'Wait', Seconds }), 0, 99_999_999],
    ['TimeoutSeconds', (TimeoutSeconds) => ({ ...TASK, TimeoutSeconds }), 1, 99_999_999],
    [
      'HeartbeatSeconds',
      (HeartbeatSeconds) => ({ ...TASK, TimeoutSeconds: 99_999_999, HeartbeatSeconds }),
      1,
      99_999_998,
    ],
    [
      'IntervalSeconds',
      (IntervalSeconds) => ({ ...TASK, Retry: [{ ...RETRIER, IntervalSeconds }] }),
      1,
      99_999_999,
    ],
    ['MaxAttempts', (MaxAttempts) => ({ ...TASK, Retry: [{ ...RETRIER, MaxAttempts }] }), 0, 99_999_999],
    [
      'MaxDelaySeconds',
      (MaxDelaySeconds) => ({ ...TASK, Retry: [{ ...RETRIER, MaxDelaySeconds }] }),
      1,
      31_622_400,
    ],
    [
      'ToleratedFailurePercentage',
      (ToleratedFailurePercentage) => ({ ...DISTRIBUTED, ToleratedFailurePercentage }),
      0,
      100,
    ],
    [
      'MaxInputBytesPerBatch',
      (MaxInputBytesPerBatch) => ({ ...DISTRIBUTED, ItemBatcher: { MaxInputBytesPerBatch } }),
      1,
      262_144,
    ],
  ])('%s has a minimum and a maximum', (_, stateOf, lowest, highest) => {
    expect([lowest, highest].flatMap((value) => foundIn(stateOf(value)))).toEqual([]);
    expect([lowest - 1, highest + 1].map((value) => foundIn(stateOf(value)).length)).toEqual([1, 1]);
  });

  it.each<[name: string, state: (value: number) => object, lowest: number]>([
    ['MaxConcurrency', (MaxConcurrency) => ({ ...MAP, MaxConcurrency }), 0],
    ['ToleratedFailureCount', (ToleratedFailureCount) => ({ ...DISTRIBUTED, ToleratedFailureCount }), 0],
    ['MaxItemsPerBatch', (MaxItemsPerBatch) => ({ ...DISTRIBUTED, ItemBatcher: { MaxItemsPerBatch } }), 1],
    ['BackoffRate', (BackoffRate) => ({ ...TASK, Retry: [{ ...RETRIER, BackoffRate }] }), 1],
  ])('%s has a minimum', (_, stateOf, lowest) => {
    expect(foundIn(stateOf(lowest))).toEqual([]);
    expect(foundIn(stateOf(lowest - 1))).toHaveLength(1);
  });

  const result = '{% $states.result %}';
  const choice = { Type: 'Choice', End: undefined };
  it.each<[place: string, state: object]>([
    ['Output of a Pass', { Type: 'Pass', Output: result }],
    ['Assign of a Pass', { Type: 'Pass', Assign: { x: result } }],
    ['Output of a Wait', { Type: 'Wait', Seconds: 1, Output: result }],
    ['Seconds', { Type: 'Wait', Seconds: result }],
    ['Timestamp', { Type: 'Wait', Timestamp: result }],
    ['Output of a Succeed', { Type: 'Succeed', End: undefined, Output: result }],
    ['Error of a Fail', { Type: 'Fail', End: undefined, Error: result }],
    ['Cause of a Fail', { Type: 'Fail', End: undefined, Cause: result }],
    ['Arguments of a Task', { ...TASK, Arguments: { a: result } }],
    ['TimeoutSeconds', { ...TASK, TimeoutSeconds: result }],
    ['HeartbeatSeconds', { ...TASK, HeartbeatSeconds: result }],
    ['Arguments of a Parallel', { Type: 'Parallel', Branches: [PROCESSOR], Arguments: result }],
    ['Items', { ...MAP, Items: result }],
    ['ItemSelector', { ...MAP, ItemSelector: { a: result } }],
    ['MaxConcurrency', { ...MAP, MaxConcurrency: result }],
    ['ToleratedFailureCount', { ...DISTRIBUTED, ToleratedFailureCount: result }],
    ['ToleratedFailurePercentage', { ...DISTRIBUTED, ToleratedFailurePercentage: result }],
    ['BatchInput', { ...DISTRIBUTED, ItemBatcher: { MaxItemsPerBatch: 1, BatchInput: { a: result } } }],
    ['MaxItemsPerBatch', { ...DISTRIBUTED, ItemBatcher: { MaxItemsPerBatch: result } }],
    ['MaxInputBytesPerBatch', { ...DISTRIBUTED, ItemBatcher: { MaxInputBytesPerBatch: result } }],
  ])('cannot read a result that does not exist yet: %s', (_, state) => {
    expect(foundIn(state)).toMatchObject([
      { code: 'UNSUPPORTED_JSONATA_EXPRESSION', message: expect.stringContaining("'$states.result'") },
    ]);
  });

  it.each<[place: string, rule: object, rest: object]>([
    ['a Condition', { Condition: result }, {}],
    ['the Output of a rule', { Output: result }, {}],
    ['the Assign of a rule', { Assign: { x: result } }, {}],
    ['the Output of a Choice', {}, { Output: result }],
  ])('cannot read a result in %s', (_, rule, rest) => {
    const Choices = [{ Condition: '{% true %}', Next: 'End', ...rule }];
    const States = { S: { ...choice, Choices, ...rest }, End: { Type: 'Succeed' } };

    expect(found({ StartAt: 'S', States })).toMatchObject([{ code: 'UNSUPPORTED_JSONATA_EXPRESSION' }]);
  });
});

describe('a state', () => {
  it('has a name of 1 to 80 characters', () => {
    const named = (name: string) =>
      found({ StartAt: name, States: { [name]: { Type: 'Pass', End: true } } }).map(({ message }) => message);

    expect(named('n')).toEqual([]);
    expect(named('n'.repeat(80))).toEqual([]);
    expect(named('n'.repeat(81))).toEqual(['State name must have 1 to 80 characters']);
    expect(named('')).toContain('State name must have 1 to 80 characters');
  });

  it('has either Next or End', () => {
    const States = { S: { Type: 'Pass', Next: 'T', End: true }, T: { Type: 'Succeed' } };

    expect(found({ StartAt: 'S', States })).toMatchObject([
      { message: "A state has either 'Next' or 'End', not both", location: '/States/S' },
    ]);
    expect(foundIn({ Type: 'Pass', End: false })).not.toEqual([]);
    expect(found({ StartAt: 'S', States: { S: { Type: 'Pass', Next: 'T' }, T: { Type: 'Fail' } } })).toEqual(
      [],
    );
  });

  it('must be terminal at least once in a state machine', () => {
    const Choices = [{ Condition: '{% true %}', Next: 'P' }];
    const States = { S: { Type: 'Choice', Choices, Default: 'P' }, P: { Type: 'Pass', Next: 'S' } };

    expect(found({ StartAt: 'S', States })).toMatchObject([
      { message: 'Workflow has no terminal state', code: 'MISSING_END_STATE' },
    ]);
  });

  it.each([
    ['a branch', (loop: object) => ({ Type: 'Parallel', Branches: [loop], End: true })],
    ['an ItemProcessor', (loop: object) => ({ Type: 'Map', ItemProcessor: loop, End: true })],
  ])('need not be terminal in %s', (_, stateWith) => {
    const loop = { StartAt: 'A', States: { A: { Type: 'Wait', Seconds: 1, Next: 'A' } } };

    expect(foundIn(stateWith(loop))).toEqual([]);
  });

  it('needs a condition and a Next in each choice rule', () => {
    const chosen = (rule: object) =>
      found({
        StartAt: 'S',
        States: { S: { Type: 'Choice', Choices: [rule], Default: 'T' }, T: { Type: 'Succeed' } },
      }).map(({ message, location }) => `${location} ${message}`);

    expect(chosen({ Condition: '{% true %}', Next: 'T' })).toEqual([]);
    expect(chosen({ Next: 'T' })).toEqual([expect.stringContaining('Condition')]);
    expect(chosen({ Condition: '{% true %}' })).toEqual([expect.stringContaining('Next')]);
  });
});
