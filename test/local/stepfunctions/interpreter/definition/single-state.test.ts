import { describe, expect, it } from '@jest/globals';
import { loadSingleState } from '../../../../../local/stepfunctions/interpreter/definition/single-state.ts';
import { AWS_QUOTAS } from '../../../../../local/stepfunctions/interpreter/quotas.ts';

const program = (...names: string[]) => ({
  StartAt: names[0],
  States: Object.fromEntries(names.map((name) => [name, { Type: 'Succeed' }])),
});
const loadedProgram = (...names: string[]): unknown => ({
  startAt: names[0],
  states: new Map(names.map((name) => [name, { type: 'Succeed', name }])),
});

describe('a state that runs alone', () => {
  const context = { quotas: AWS_QUOTAS, refusal: () => undefined, type: 'STANDARD' } as const;
  const alone = (definition: unknown, name?: string) =>
    loadSingleState(typeof definition === 'string' ? definition : JSON.stringify(definition), name, context);
  const error = (code: string, location: string, message: unknown = expect.anything()) => ({
    state: undefined,
    diagnostics: [{ severity: 'ERROR', code, location, message }],
    refusals: [],
  });

  it('has its own text and any target', () => {
    const state = { type: 'Pass', name: 'StateName', next: 'Anywhere' };
    expect(alone({ Type: 'Pass', QueryLanguage: 'JSONata', Next: 'Anywhere' })).toStrictEqual({
      state,
      program: { startAt: 'StateName', states: new Map([['StateName', state]]) },
      diagnostics: [],
      refusals: [],
    });
  });

  it('is found in a state machine at any depth', () => {
    const machine = {
      QueryLanguage: 'JSONata',
      StartAt: 'M',
      States: {
        M: { Type: 'Map', ItemProcessor: program('I'), Next: 'P' },
        P: { Type: 'Parallel', Branches: [program('B'), program('C')], End: true },
      },
    };
    for (const name of ['I', 'B', 'C']) {
      expect(alone(machine, name)).toStrictEqual({
        state: { type: 'Succeed', name },
        program: loadedProgram(name),
        diagnostics: [],
        refusals: [],
      });
    }
    expect(alone(machine, 'P')).toMatchObject({ state: { type: 'Parallel' }, program: { startAt: 'M' } });
    expect(alone(machine, 'Missing')).toStrictEqual({ state: undefined, diagnostics: [], refusals: [] });
  });

  it('is refused if its text is refused', () => {
    expect(alone('{')).toStrictEqual(error('INVALID_JSON_DESCRIPTION', '/'));
    const deep = `{"Type":"Pass","Output":${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
    expect(alone(deep)).toStrictEqual(error('INVALID_JSON_DESCRIPTION', '/'));
    const { diagnostics } = alone('[]');
    expect(diagnostics).toMatchObject([{ message: 'Definition must be a valid JSON object' }]);
    expect(alone({ Type: 'Pass', QueryLanguage: 1, End: true })).toStrictEqual(
      error('SCHEMA_VALIDATION_FAILED', '/States/StateName/QueryLanguage', 'Expected value of type String'),
    );
    expect(alone({ Type: 'Pass', QueryLanguage: 'JSONata', End: true, Other: 1 })).toStrictEqual(
      error('SCHEMA_VALIDATION_FAILED', '/States/StateName', "Field 'Other' is not supported"),
    );
    expect(alone({ QueryLanguage: 'JSONata', StartAt: 'S', States: {} }, 'S')).toStrictEqual(
      error('SCHEMA_VALIDATION_FAILED', '/States', 'There must be at least one state'),
    );
  });

  it('is refused for what this runtime lacks to run it, but not for what other states need', () => {
    const refusing = { ...context, refusal: () => 'is not supported' };
    const task = { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage', Credentials: {}, Next: 'P' };
    const map = {
      Type: 'Map',
      ItemReader: { Resource: 'arn:aws:states:::s3:getObject' },
      ItemProcessor: {
        ...program('I'),
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      },
      Next: 'Old',
    };
    const machine = JSON.stringify({
      StartAt: 'a/b',
      States: {
        'a/b': { ...task, QueryLanguage: 'JSONata' },
        P: { ...map, QueryLanguage: 'JSONata' },
        Old: { Type: 'Pass', Next: 'New' },
        New: { Type: 'Pass', QueryLanguage: 'JSONata', End: true },
      },
    });
    const placesOf = (name: string) => {
      const { state, diagnostics, refusals } = loadSingleState(machine, name, refusing);
      return [state?.type, diagnostics.length, refusals.map(({ location }) => location)];
    };
    expect(placesOf('a/b')).toEqual(['Task', 0, ['/States/a~1b/Resource', '/States/a~1b/Credentials']]);
    expect(placesOf('P')).toEqual(['Map', 0, ['/States/P/ItemReader']]);
    expect(placesOf('Old')).toEqual([undefined, 0, ['/States/Old']]);
    expect(placesOf('New')).toEqual(['Pass', 0, []]);
    const { state, refusals } = alone({ Type: 'Pass', End: true });
    expect([state, refusals]).toEqual([
      undefined,
      [expect.objectContaining({ code: 'UNSUPPORTED_FEATURE' })],
    ]);
  });
});
