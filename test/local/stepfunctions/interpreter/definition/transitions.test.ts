import { describe, expect, it } from '@jest/globals';
import { loadDefinition } from '../../../../../local/stepfunctions/interpreter/definition/load.ts';
import { AWS_QUOTAS } from '../../../../../local/stepfunctions/interpreter/quotas.ts';

/** Code, message and place of each finding. */
const found = (States: object, StartAt = 'A') =>
  loadDefinition(JSON.stringify({ QueryLanguage: 'JSONata', StartAt, States }), {
    quotas: AWS_QUOTAS,
    refusal: () => undefined,
    type: 'STANDARD',
  }).diagnostics.map(({ code, message, location }) => [code, message, location]);

const to = (Next: string) => ({ Type: 'Pass', Next });
const END = { Type: 'Pass', End: true };
const LAMBDA = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke' };
const missing = (target: string, place: string) => [
  'MISSING_TRANSITION_TARGET',
  `Missing 'Next' target: ${target}`,
  place,
];
const unreachable = (name: string, place = `/States/${name}`) => [
  'MISSING_TRANSITION_TARGET',
  `State "${name}" is not reachable.`,
  place,
];
const NO_END = ['MISSING_END_STATE', 'Workflow has no terminal state', undefined];

describe('the transitions of a definition', () => {
  it('are reported all at once where they lead to no state', () => {
    expect(
      found({
        A: {
          Type: 'Choice',
          Choices: [
            { Condition: true, Next: 'T' },
            { Condition: true, Next: 'X1' },
          ],
          Default: 'X2',
        },
        T: { ...LAMBDA, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'X3' }], Next: 'P' },
        P: {
          Type: 'Parallel',
          Branches: [
            { StartAt: 'B', States: { B: END } },
            { StartAt: 'X4', States: { C: END } },
          ],
          Next: 'X5',
        },
        F: { Type: 'Fail' },
      }),
    ).toEqual([
      missing('X4', '/States/P/Branches[1]/StartAt'),
      unreachable('C', '/States/P/Branches[1]/States/C'),
      missing('X1', '/States/A/Choices[1]/Next'),
      missing('X2', '/States/A/Default'),
      missing('X3', '/States/T/Catch[0]/Next'),
      missing('X5', '/States/P/Next'),
      unreachable('F'),
    ]);
  });

  it('are reported beside a fault of another kind', () => {
    expect(found({ A: { Type: 'Walk', Next: 'Nowhere' }, B: { ...END, Colour: 1 } })).toEqual([
      ['SCHEMA_VALIDATION_FAILED', "There is no state type 'Walk'", '/States/A/Type'],
      ['SCHEMA_VALIDATION_FAILED', "Field 'Colour' is not supported", '/States/B'],
      missing('Nowhere', '/States/A/Next'),
      unreachable('B'),
    ]);
  });

  it('count from every state: only one that no transition leads to is unreachable', () => {
    expect(found({ A: END, B: to('C'), C: END })).toEqual([unreachable('B')]);
    expect(found({ 'Pass One': to('Success'), Success: { Type: 'Succeed' } }, 'Not sure')).toEqual([
      missing('Not sure', '/StartAt'),
      unreachable('Pass One'),
    ]);
  });

  it('need an end, and without it nothing is unreachable', () => {
    expect(found({ A: to('B'), B: to('A') })).toEqual([NO_END]);
    expect(found({ A: to('B'), B: to('A'), C: to('A') })).toEqual([NO_END]);
    expect(found({ A: to('B'), B: to('A'), C: END })).toEqual([unreachable('C')]);
    expect(found({ A: to('NOPE') })).toEqual([missing('NOPE', '/States/A/Next'), NO_END]);
  });
});

describe('fields that are missing', () => {
  it('are listed in one finding', () => {
    const load = (text: string) =>
      loadDefinition(text, { quotas: AWS_QUOTAS, refusal: () => undefined, type: 'STANDARD' }).diagnostics;
    expect(load('{}')).toEqual([
      {
        severity: 'ERROR',
        code: 'SCHEMA_VALIDATION_FAILED',
        message: 'These fields are required: [States, StartAt]',
        location: '/',
      },
    ]);
    expect(
      found({ A: { Type: 'Choice', Choices: [{}], Default: 'T' }, T: { ...LAMBDA, Catch: [{}], End: true } }),
    ).toEqual([
      ['SCHEMA_VALIDATION_FAILED', 'These fields are required: [Condition, Next]', '/States/A/Choices[0]'],
      ['SCHEMA_VALIDATION_FAILED', 'These fields are required: [ErrorEquals, Next]', '/States/T/Catch[0]'],
    ]);
  });
});
