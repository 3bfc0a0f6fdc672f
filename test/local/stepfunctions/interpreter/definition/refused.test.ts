import { describe, expect, it } from '@jest/globals';
import { loadDefinition } from '../../../../../local/stepfunctions/interpreter/definition/load.ts';
import { AWS_QUOTAS } from '../../../../../local/stepfunctions/interpreter/quotas.ts';

/** Location and message of each diagnostic, and its code if it is not SCHEMA_VALIDATION_FAILED. */
const found = (machine: object) =>
  loadDefinition(JSON.stringify({ QueryLanguage: 'JSONata', ...machine }), {
    quotas: AWS_QUOTAS,
    refusal: () => undefined,
    type: 'STANDARD',
  }).diagnostics.map(({ location, message, code }) =>
    code === 'SCHEMA_VALIDATION_FAILED' ? [location, message] : [location, message, code],
  );
/** The diagnostics of a state machine with one state. */
const foundIn = (state: object) => found({ StartAt: 'S', States: { S: { End: true, ...state } } });

const program = (name: string) => ({ StartAt: name, States: { [name]: { Type: 'Pass', End: true } } });
const PROCESSOR = program('I');
const MAP = { Type: 'Map', ItemProcessor: PROCESSOR };
const mapWith = (ProcessorConfig: unknown, rest: object = {}) => ({
  Type: 'Map',
  ItemProcessor: { ...PROCESSOR, ProcessorConfig },
  ...rest,
});
const DISTRIBUTED = mapWith({ Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' });
const TASK = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke' };
const RETRIER = { ErrorEquals: ['A'] };
const CATCHER = { ErrorEquals: ['A'], Next: 'S' };
/** A state that is not terminal. */
const GOES_ON = { End: undefined };

const type = (name: string) => `Expected value of type ${name}`;
const required = (name: string) => `These fields are required: [${name}]`;
const unknown = (name: string) => `Field '${name}' is not supported`;
const constant = (name: string) => `The field '${name}' must be a constant, not a JSONata expression`;

describe('a machine is refused', () => {
  it.each<[what: string, state: object, location: string, message: string]>([
    ['a type that is a number', { Type: 1 }, '/Type', type('String')],
    ['a type that is null', { Type: null }, '/Type', type('String')],
    ['no type', {}, '', required('Type')],
    ['an End that is a string', { Type: 'Pass', End: 'true' }, '/End', type('Boolean')],
    [
      'an expression for the next state',
      { Type: 'Pass', ...GOES_ON, Next: '{% "S" %}' },
      '/Next',
      constant('Next'),
    ],
    ['an Assign that is a list', { Type: 'Pass', Assign: [1] }, '/Assign', type('Object')],
    ['an Error that is a number', { Type: 'Fail', ...GOES_ON, Error: 1 }, '/Error', type('String')],
    ['a time that is a number', { Type: 'Wait', Timestamp: 2030 }, '/Timestamp', type('String')],
    ['branches that are not a list', { Type: 'Parallel', Branches: {} }, '/Branches', type('Array')],
    [
      'a branch that is not an object',
      { Type: 'Parallel', Branches: [PROCESSOR, 1] },
      '/Branches[1]',
      type('Object'),
    ],
    [
      'an unknown field of a branch',
      { Type: 'Parallel', Branches: [{ ...PROCESSOR, Name: 1 }] },
      '/Branches[0]',
      unknown('Name'),
    ],
    [
      'an empty list of branches',
      { Type: 'Parallel', Branches: [] },
      '/Branches',
      'There must be at least one branch',
    ],
    ['no branches', { Type: 'Parallel' }, '', required('Branches')],
    [
      'an interval with a fraction',
      { ...TASK, Retry: [{ ...RETRIER, IntervalSeconds: 1.5 }] },
      '/Retry[0]/IntervalSeconds',
      type('Integer'),
    ],
    [
      'an interval that is a string',
      { ...TASK, Retry: [{ ...RETRIER, IntervalSeconds: '1' }] },
      '/Retry[0]/IntervalSeconds',
      type('Number'),
    ],
    [
      'an unknown JitterStrategy',
      { ...TASK, Retry: [{ ...RETRIER, JitterStrategy: 'HALF' }] },
      '/Retry[0]/JitterStrategy',
      "'JitterStrategy' must be 'FULL' or 'NONE'",
    ],
    [
      'an error name that is a number',
      { ...TASK, Retry: [{ ErrorEquals: ['A', 1] }] },
      '/Retry[0]/ErrorEquals',
      type('Array of String'),
    ],
    [
      'an empty list of errors',
      { ...TASK, Retry: [{ ErrorEquals: [] }] },
      '/Retry[0]/ErrorEquals',
      'There must be at least one error name',
    ],
    [
      'an unknown field of a retrier',
      { ...TASK, Retry: [{ ...RETRIER, Delay: 1 }] },
      '/Retry[0]',
      unknown('Delay'),
    ],
    ['a catcher without Next', { ...TASK, Catch: [{ ErrorEquals: ['A'] }] }, '/Catch[0]', required('Next')],
    [
      'an unknown field of a catcher',
      { ...TASK, Catch: [{ ...CATCHER, Goto: 1 }] },
      '/Catch[0]',
      unknown('Goto'),
    ],
    [
      'a catcher after States.ALL',
      { ...TASK, Catch: [{ ...CATCHER, ErrorEquals: ['States.ALL'] }, CATCHER] },
      '/Catch[0]/ErrorEquals',
      "'States.ALL' must be in the last retrier or catcher",
    ],
    ['no processor', { Type: 'Map' }, '', required('ItemProcessor')],
    ['a processor that is null', { Type: 'Map', ItemProcessor: null }, '/ItemProcessor', type('Object')],
    ['two processors', { ...MAP, Iterator: PROCESSOR }, '', unknown('Iterator')],
    ['a mode that is a number', mapWith({ Mode: 1 }), '/ItemProcessor/ProcessorConfig/Mode', type('String')],
    [
      'an unknown mode',
      mapWith({ Mode: 'PARALLEL' }),
      '/ItemProcessor/ProcessorConfig/Mode',
      "'Mode' must be 'INLINE' or 'DISTRIBUTED'",
    ],
    [
      'a missing ExecutionType',
      mapWith({ Mode: 'DISTRIBUTED' }, { Label: 'a' }),
      '/ItemProcessor/ProcessorConfig',
      required('ExecutionType'),
    ],
    [
      'an unknown ExecutionType',
      mapWith({ Mode: 'DISTRIBUTED', ExecutionType: 'FAST' }),
      '/ItemProcessor/ProcessorConfig/ExecutionType',
      "'ExecutionType' must be 'STANDARD' or 'EXPRESS'",
    ],
    [
      'an unknown field of ProcessorConfig',
      mapWith({ Depth: 1 }),
      '/ItemProcessor/ProcessorConfig',
      unknown('Depth'),
    ],
    ['a label of an inline Map', { ...MAP, Label: 'a' }, '', unknown('Label')],
    [
      'a percentage that is a list',
      { ...MAP, ToleratedFailurePercentage: [] },
      '/ToleratedFailurePercentage',
      type('Number'),
    ],
    [
      'a percentage that is a string',
      { ...MAP, ToleratedFailurePercentage: '5 %' },
      '/ToleratedFailurePercentage',
      type('Number'),
    ],
    ['an End that does not end', { Type: 'Pass', End: false }, '', required('Next] or [End')],
    [
      'a BatchInput that is a list',
      { ...DISTRIBUTED, ItemBatcher: { MaxItemsPerBatch: 1, BatchInput: [] } },
      '/ItemBatcher/BatchInput',
      type('Object'),
    ],
    [
      'an unknown field of a batcher',
      { ...DISTRIBUTED, ItemBatcher: { MaxItemsPerBatch: 1, Size: 1 } },
      '/ItemBatcher',
      unknown('Size'),
    ],
    ['an expression for a resource', { ...TASK, Resource: '{% "a" %}' }, '/Resource', constant('Resource')],
    [
      'an unknown language',
      { Type: 'Pass', QueryLanguage: 'SQL' },
      '/QueryLanguage',
      "QueryLanguage must be 'JSONata' or 'JSONPath'",
    ],
  ])('only for the error in a state: %s', (_what, state, location, message) => {
    expect(foundIn(state)).toEqual([[`/States/S${location}`, message]]);
  });

  it.each<[what: string, state: object, location: string, message: string]>([
    [
      'the ResultWriter of a Map',
      { ...DISTRIBUTED, ResultWriter: {} },
      '/ResultWriter',
      'ResultWriter needs Amazon S3, which this runtime does not have: let the children write what they produce',
    ],
    [
      'the Credentials of a Task',
      { ...TASK, Credentials: {} },
      '/Credentials',
      'Tasks run with the permissions of this process: Credentials are not supported',
    ],
  ])('for an unsupported feature: %s', (_what, state, location, message) => {
    expect(foundIn(state)).toEqual([[`/States/S${location}`, message, 'UNSUPPORTED_FEATURE']]);
  });

  it.each<[what: string, machine: object, location: string, message: string]>([
    ['no states', { StartAt: 'S' }, '/', required('States')],
    ['states that are a list', { StartAt: 'S', States: [] }, '/States', type('Object')],
    ['an empty list of states', { StartAt: 'S', States: {} }, '/States', 'There must be at least one state'],
    [
      'a state that is not an object',
      {
        StartAt: 'I',
        States: { I: { ...TASK, Catch: [{ ErrorEquals: ['A'], Next: 'a/b' }], End: true }, 'a/b': 1 },
      },
      '/States/a~1b',
      type('Object'),
    ],
    ['no start', { States: PROCESSOR.States }, '/', required('StartAt')],
    ['a start that is a number', { ...PROCESSOR, StartAt: 1 }, '/StartAt', type('String')],
    ['an unknown version', { ...PROCESSOR, Version: '2.0' }, '/Version', "The only version is '1.0'"],
    [
      'a timeout of 0',
      { ...PROCESSOR, TimeoutSeconds: 0 },
      '/TimeoutSeconds',
      'The value 0 is not between 1 and 99999999',
    ],
    [
      'a timeout above the maximum',
      { ...PROCESSOR, TimeoutSeconds: 100_000_000 },
      '/TimeoutSeconds',
      'The value 100000000 is not between 1 and 99999999',
    ],
    [
      'a JSONPath state, without findings for its fields',
      { StartAt: 'S', States: { S: { Type: 'Pass', QueryLanguage: 'JSONPath', InputPath: '$' } } },
      '/States/S',
      "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine",
    ],
    [
      'an unknown language',
      {
        StartAt: 'S',
        States: { S: { Type: 'Pass', QueryLanguage: 'JSONata', End: true } },
        QueryLanguage: 'SQL',
      },
      '/QueryLanguage',
      "QueryLanguage must be 'JSONata' or 'JSONPath'",
    ],
    ['an unknown field', { ...PROCESSOR, Timeout: 1 }, '/', unknown('Timeout')],
    [
      'a Choice without rules',
      { StartAt: 'S', States: { S: { Type: 'Choice', Default: 'T' }, T: { Type: 'Fail' } } },
      '/States/S',
      required('Choices'),
    ],
    [
      'an empty list of rules',
      { StartAt: 'S', States: { S: { Type: 'Choice', Choices: [], Default: 'T' }, T: { Type: 'Fail' } } },
      '/States/S/Choices',
      'There must be at least one choice rule',
    ],
  ])('for an error outside of its states: %s', (_what, machine, location, message) => {
    expect(found(machine)).toEqual([[location, message]]);
  });

  it.each<[place: string, state: object]>([
    ['Next', { Type: 'Pass', Next: 'Missing' }],
    ['Next', { Type: 'Wait', Seconds: 1, Next: 'Missing' }],
    ['Next', { ...MAP, Next: 'Missing' }],
    [
      'Choices[1]/Next',
      {
        Type: 'Choice',
        Choices: [
          { Condition: true, Next: 'T' },
          { Condition: true, Next: 'Missing' },
        ],
      },
    ],
    ['Default', { Type: 'Choice', Choices: [{ Condition: true, Next: 'T' }], Default: 'Missing' }],
    [
      'Catch[1]/Next',
      {
        ...TASK,
        Catch: [
          { ...CATCHER, Next: 'T' },
          { ...CATCHER, Next: 'Missing' },
        ],
        End: true,
      },
    ],
    [
      'Catch[0]/Next',
      { Type: 'Parallel', Branches: [PROCESSOR], Catch: [{ ...CATCHER, Next: 'Missing' }], End: true },
    ],
  ])('for a missing target in %s of %j', (place, state) => {
    const States = {
      First: { Type: 'Choice', Choices: [{ Condition: true, Next: 'a/b' }], Default: 'T' },
      'a/b': state,
      T: { Type: 'Fail' },
    };
    expect(found({ StartAt: 'First', States })).toEqual([
      [`/States/a~1b/${place}`, "Missing 'Next' target: Missing", 'MISSING_TRANSITION_TARGET'],
    ]);
  });

  it.each<[field: string, state: object]>([
    ['Items', { ...MAP, Items: '{% 1 + %}' }],
    ['Timestamp', { Type: 'Wait', Timestamp: '{% 1 + %}' }],
    ['TimeoutSeconds', { ...TASK, TimeoutSeconds: '{% 1 + %}', HeartbeatSeconds: 1 }],
    ['MaxConcurrency', { ...MAP, MaxConcurrency: '{% 1 + %}' }],
  ])('for a syntax error in an expression, in any field: %s', (field, state) => {
    expect(foundIn(state)).toEqual([
      [`/States/S/${field}`, 'Unexpected end of expression', 'INVALID_JSONATA_EXPRESSION'],
    ]);
  });

  it.each(['Succeed', 'Fail'])('not without an End if it has a %s', (Type) => {
    expect(found({ StartAt: 'S', States: { S: { Type: 'Pass', Next: 'T' }, T: { Type } } })).toEqual([]);
  });

  it('not for JSONata states in a JSONPath machine', () => {
    const States = { S: { Type: 'Pass', QueryLanguage: 'JSONata', End: true } };
    expect(found({ QueryLanguage: 'JSONPath', StartAt: 'S', States })).toEqual([]);
  });

  it('for a label of two Maps', () => {
    const map = (Label: string, inner: string, rest: object) => ({
      Type: 'Map',
      Label,
      ItemProcessor: {
        ...program(inner),
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      },
      ...rest,
    });
    const foundWith = (other: string) =>
      found({
        StartAt: 'S',
        States: { S: map('one', 'I', { Next: 'T' }), T: map(other, 'J', { End: true }) },
      });

    expect(foundWith('other')).toEqual([]);
    expect(foundWith('one')).toEqual([
      ['/States/T/Label', "The label 'one' occurs more than once", 'DUPLICATE_LABEL_NAME'],
    ]);
  });
});
