import { describe, expect, it } from '@jest/globals';
import type { TestStateRequest, TestStateResult } from '../../../local/interpreter/engine-api.ts';
import { Harness, TaskError } from './support/harness.ts';
import { distributed, program, task } from './support/states.ts';

const harness = new Harness({
  echo: (payload) => payload,
  broken: () => {
    throw new TaskError('Broken', 'no more');
  },
});
const test = (state: object, rest: Partial<TestStateRequest> = {}): Promise<TestStateResult> =>
  harness.engine.testState({
    definition: JSON.stringify({ QueryLanguage: 'JSONata', End: true, ...state }),
    ...rest,
  });

describe('TestState', () => {
  it('runs a Task and shows each step', async () => {
    const result = await test(
      task('echo', {
        Arguments: { FunctionName: 'echo', Payload: '{% $states.input.a + $v %}' },
        Assign: { w: '{% $states.result.Payload %}' },
        End: undefined,
        Next: 'Elsewhere',
      }),
      { input: '{"a":1}', variables: '{"v":2}' },
    );
    expect(result).toMatchObject({ status: 'SUCCEEDED', output: '3', nextState: 'Elsewhere' });
    expect(result.inspection).toMatchObject({
      input: '{"a":1}',
      afterArguments: '{"FunctionName":"echo","Payload":3}',
      variables: '{"v":2,"w":3}',
    });
    expect(JSON.parse(result.inspection.result!)).toMatchObject({ Payload: 3 });
  });

  it('says that a failure would be retried, when and by which retrier', async () => {
    const state = task('broken', {
      Retry: [{ ErrorEquals: ['Other'] }, { ErrorEquals: ['Broken'], IntervalSeconds: 3, MaxAttempts: 2 }],
    });
    expect(await test(state)).toMatchObject({
      status: 'RETRIABLE',
      error: 'Broken',
      cause: 'no more',
      inspection: { errorDetails: { retryIndex: 1, retryBackoffIntervalSeconds: 3 } },
    });
    expect(await test(state, { retrierRetryCount: 1 })).toMatchObject({
      inspection: { errorDetails: { retryBackoffIntervalSeconds: 6 } },
    });
    expect(await test(state, { retrierRetryCount: 2 })).toMatchObject({ status: 'FAILED', error: 'Broken' });
  });

  it('goes through a catcher', async () => {
    const state = task('broken', {
      Catch: [
        { ErrorEquals: ['Other'], Next: 'A' },
        { ErrorEquals: ['States.ALL'], Next: 'B', Output: '{% $states.errorOutput.Cause %}' },
      ],
    });
    expect(await test(state)).toMatchObject({
      status: 'CAUGHT_ERROR',
      error: 'Broken',
      output: '"no more"',
      nextState: 'B',
      inspection: { errorDetails: { catchIndex: 1 } },
    });
  });

  it('fails with the words of the evaluation', async () => {
    const result = await test({ Type: 'Pass', Output: '{% $missing %}' });
    expect(result).toMatchObject({
      status: 'FAILED',
      error: 'States.QueryEvaluationError',
      cause:
        "An error occurred while executing the state 'StateName' (entered at the event id #0). The JSONata expression '$missing' specified for the field 'Output' returned nothing (undefined).",
    });
  });

  it('takes a mock for the answer of a task', async () => {
    expect(await test(task('gone'), { mock: { result: '{"Payload":7}' } })).toMatchObject({ output: '7' });
    expect(await test(task('echo'), { mock: { errorOutput: { error: 'E', cause: 'C' } } })).toMatchObject({
      status: 'FAILED',
      error: 'E',
      cause: 'C',
    });
  });

  it('takes a mock for the result of a Map, and shows what it would have run', async () => {
    const result = await test(
      {
        Type: 'Map',
        Items: '{% $states.input %}',
        ItemSelector: { v: '{% $states.context.Map.Item.Value %}' },
        ItemBatcher: { MaxItemsPerBatch: 2 },
        MaxConcurrency: 4,
        ToleratedFailureCount: 1,
        ItemProcessor: distributed({ I: { Type: 'Pass', End: true } }),
        Output: '{% $sum($states.result) %}',
      },
      { input: '[1,2,3]', mock: { result: '[1,2]' } },
    );
    expect(result).toMatchObject({
      status: 'SUCCEEDED',
      output: '3',
      inspection: {
        afterItemSelector: '{"v":1}',
        afterItemBatcher: '{"Items":[{"v":1},{"v":2}]}',
        maxConcurrency: 4,
        toleratedFailureCount: 1,
      },
    });
  });

  it('takes a Context object', async () => {
    const state = { Type: 'Pass', Output: '{% $states.context.Execution.Name %}' };
    expect(await test(state, { context: '{"Execution":{"Name":"n"}}' })).toMatchObject({ output: '"n"' });
  });

  it('finds a state in a whole definition, however deep', async () => {
    const definition = JSON.stringify({
      QueryLanguage: 'JSONata',
      ...program({
        P: {
          Type: 'Parallel',
          Branches: [
            program({ Inner: { Type: 'Pass', Output: 5, Next: 'Last' }, Last: { Type: 'Succeed' } }),
          ],
          End: true,
        },
      }),
    });
    expect(await harness.engine.testState({ definition, stateName: 'Inner' })).toMatchObject({
      output: '5',
      nextState: 'Last',
    });
    await expect(harness.engine.testState({ definition, stateName: 'Nowhere' })).rejects.toMatchObject({
      name: 'InvalidDefinition',
    });
  });

  it.each<[what: string, state: object, rest: Partial<TestStateRequest>, name: string]>([
    ['a definition that is wrong', { Type: 'Pass', Foo: 1 }, {}, 'InvalidDefinition'],
    [
      'a Map without a mock',
      { Type: 'Map', ItemProcessor: program({ I: { Type: 'Succeed' } }) },
      {},
      'ValidationException',
    ],
    ['a mock of a Pass', { Type: 'Pass' }, { mock: { result: '1' } }, 'ValidationException'],
    ['an input that is no JSON', { Type: 'Pass' }, { input: '{' }, 'ValidationException'],
    ['variables that are no object', { Type: 'Pass' }, { variables: '[]' }, 'ValidationException'],
    ['a mock that is no JSON', task('echo'), { mock: { result: '{' } }, 'ValidationException'],
  ])('refuses %s', async (_what, state, rest, name) => {
    await expect(test(state, rest)).rejects.toMatchObject({ name });
  });

  it('leaves no execution behind', async () => {
    const alone = new Harness();
    await alone.engine.testState({ definition: '{"QueryLanguage":"JSONata","Type":"Succeed"}' });
    expect(await alone.engine.listExecutions({ limit: 9 })).toEqual({ items: [] });
  });

  it('takes at most five minutes', async () => {
    const long = { Type: 'Wait', Seconds: 301 };
    expect(await test(long)).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
    expect(await test({ ...long, Seconds: 299 })).toMatchObject({ status: 'SUCCEEDED' });
  });
});
