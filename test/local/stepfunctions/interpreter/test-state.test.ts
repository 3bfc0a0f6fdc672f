import { describe, expect, it } from '@jest/globals';
import type { TestStateRequest } from '../../../../local/stepfunctions/interpreter/engine-api.ts';
import { Harness, TaskError } from '../../../../local/stepfunctions/testing.ts';
import { distributed, program, task } from './support/states.ts';
import { settled } from '../../../support/settled.ts';

const harness = new Harness({
  echo: (payload) => payload,
  broken: () => {
    throw new TaskError('Broken', 'no more');
  },
});
const test = (state: object, rest: Partial<TestStateRequest> = {}) =>
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

  it('reports the retrier and the delay of a retry', async () => {
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

  it('reports only the catcher for a failure without a retrier', async () => {
    const state = task('broken', { Catch: [{ ErrorEquals: ['Broken'], Next: 'A' }] });
    const { inspection, output } = await test(state);
    expect(inspection.errorDetails).toStrictEqual({ catchIndex: 0 });
    expect(output).toBe('{"Error":"Broken","Cause":"no more"}');
  });

  it('fails when its catcher does', async () => {
    const state = task('broken', {
      Catch: [{ ErrorEquals: ['Broken'], Next: 'A', Output: '{% $missing %}' }],
    });
    const result = await test(state);
    expect(result).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
    expect(result.cause).toContain("specified for the field 'Catch[0]/Output' returned nothing");
    expect(result.inspection).not.toHaveProperty('errorDetails');
  });

  it('shows neither Error nor Cause of a Fail state without them', async () => {
    expect(await test({ Type: 'Fail', End: undefined })).toStrictEqual({
      status: 'FAILED',
      inspection: { input: '{}' },
    });
  });

  it('ends when the engine is closed', async () => {
    const closing = new Harness();
    const state = { Type: 'Wait', Timestamp: '2026-01-01T00:04:00Z', End: true };
    const definition = JSON.stringify({ QueryLanguage: 'JSONata', ...state });
    const tested = closing.engine.testState({ definition });
    await Promise.all([
      expect(tested).rejects.toMatchObject({ name: 'Interruption', message: 'Interrupted: CLOSED' }),
      closing.engine.close(),
    ]);
  });

  it('fails with the message of the evaluation', async () => {
    const result = await test({ Type: 'Pass', Output: '{% $missing %}' });
    expect(result).toMatchObject({
      status: 'FAILED',
      error: 'States.QueryEvaluationError',
      cause:
        "An error occurred while executing the state 'StateName' (entered at the event id #0). The JSONata expression '$missing' specified for the field 'Output' returned nothing (undefined).",
    });
  });

  it('accepts a mock for the answer of a task', async () => {
    const mock = { result: '{"Payload":7}', fieldValidationMode: 'NONE' } as const;
    expect(await test(task('gone'), { mock })).toMatchObject({ output: '7' });
    expect(await test(task('gone'), { mock: { result: '{"Payload":"7"}' } })).toMatchObject({
      output: '"7"',
    });
    expect(await test(task('echo'), { mock: { errorOutput: { error: 'E', cause: 'C' } } })).toMatchObject({
      status: 'FAILED',
      error: 'E',
      cause: 'C',
    });
    expect(await test(task('echo'), { mock: { errorOutput: { error: 'E' } } })).toMatchObject({
      status: 'FAILED',
      error: 'E',
      cause: '',
    });
  });

  it.each<[what: string, resource: string, result: string]>([
    ['a bare function, whatever it gives', 'arn:aws:lambda:eu-west-2:000000000000:function:f', '[7]'],
    ['lambda:invoke without a Payload', 'arn:aws:states:::lambda:invoke', '{"StatusCode":200}'],
    ['another service, whatever its Payload is', 'arn:aws:states:::aws-sdk:iot:publish', '{"Payload":{}}'],
  ])('accepts a mock of %s', async (_what, Resource, result) => {
    const anything = new Harness(
      {},
      { invoker: { refusal: () => undefined, invoke: () => Promise.reject(new Error('is mocked')) } },
    );
    const state = { QueryLanguage: 'JSONata', Type: 'Task', Resource, Arguments: {}, End: true };
    const request = { definition: JSON.stringify(state), mock: { result } };
    expect(await anything.engine.testState(request)).toMatchObject({ status: 'SUCCEEDED', output: result });
  });

  it('accepts a mock for the result of a Map, and shows the items and batches', async () => {
    const result = await test(
      {
        Type: 'Map',
        Items: '{% $states.input %}',
        ItemSelector: { v: '{% $states.context.Map.Item.Value %}' },
        ItemBatcher: { MaxItemsPerBatch: 2 },
        MaxConcurrency: 4,
        ToleratedFailureCount: 1,
        ToleratedFailurePercentage: 50,
        ItemProcessor: distributed({ I: { Type: 'Pass', End: true } }),
        Output: '{% $sum($states.result) %}',
      },
      { input: '[1,2,3]', mock: { result: '[1,2]' } },
    );
    expect(result).toMatchObject({
      status: 'SUCCEEDED',
      output: '3',
      inspection: {
        afterItemSelector: '[{"v":1}, {"v":2}, {"v":3}]',
        afterItemBatcher: '[{"Items":["{\\"v\\":1}","{\\"v\\":2}"]}, {"Items":["{\\"v\\":3}"]}]',
        maxConcurrency: 4,
        toleratedFailureCount: 1,
        toleratedFailurePercentage: 50,
      },
    });
    expect(result.inspection).not.toHaveProperty('result');
    expect(result.inspection).not.toHaveProperty('variables');
  });

  it('shows neither arguments nor result of a mocked Map or Parallel, but the concurrency of a Map', async () => {
    const map = { Type: 'Map', ItemProcessor: program({ I: { Type: 'Succeed' } }) };
    expect(await test(map, { input: '[1,2]', mock: { result: '[3,4]' } })).toMatchObject({
      output: '[3,4]',
      inspection: { input: '[1,2]', maxConcurrency: 0 },
    });
    const { inspection: shown } = await test(map, { input: '[1,2]', mock: { result: '[3,4]' } });
    expect(shown).not.toHaveProperty('toleratedFailureCount');
    expect(shown).not.toHaveProperty('toleratedFailurePercentage');
    const parallel = {
      Type: 'Parallel',
      Branches: [program({ A: { Type: 'Succeed' } })],
      Arguments: { a: 1 },
    };
    const { inspection } = await test(parallel, { mock: { result: '[1]' } });
    expect(inspection).toEqual({ input: '{}' });
  });

  it.each([
    { Type: 'Map', Items: [1], ItemProcessor: program({ I: { Type: 'Succeed' } }) },
    { Type: 'Parallel', Branches: [program({ A: { Type: 'Succeed' } })] },
  ])('accepts a mock for the failure of %j', async (state) => {
    const mock = { errorOutput: { error: 'E', cause: 'C' } };
    expect(await test(state, { mock })).toMatchObject({ status: 'FAILED', error: 'E', cause: 'C' });
  });

  it('creates a Context object of an Express execution, without RedriveCount', async () => {
    const state = task('echo', {
      Arguments: { FunctionName: 'echo', Payload: '{% $states.context %}' },
    });
    const { output = '{}' } = await test(state, { input: '{"a":1}', retrierRetryCount: 2 });
    const uuid = '[0-9a-f-]{36}';
    const time = '2026-01-01T00:00:00.000Z';
    expect(JSON.parse(output)).toEqual({
      Execution: {
        Id: expect.stringMatching(
          new RegExp(`^arn:aws:states:eu-west-2:000000000000:express:${uuid}:${uuid}$`),
        ),
        Input: { a: 1 },
        Name: expect.stringMatching(new RegExp(`^${uuid}$`)),
        RoleArn: null,
        StartTime: time,
      },
      StateMachine: {
        Id: expect.stringMatching(new RegExp(`^arn:aws:states:eu-west-2:000000000000:stateMachine:${uuid}$`)),
        Name: expect.stringMatching(new RegExp(`^${uuid}$`)),
      },
      State: { Name: 'StateName', EnteredTime: time, RetryCount: 2 },
    });
  });

  it('reports the retrier also when its attempts are used up', async () => {
    const retry = { Retry: [{ ErrorEquals: ['Broken'], MaxAttempts: 1 }] };
    const { inspection, status } = await test(task('broken', retry), { retrierRetryCount: 1 });
    expect(status).toBe('FAILED');
    expect(inspection.errorDetails).toEqual({ retryIndex: 0 });
    const caught = task('broken', { ...retry, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'B' }] });
    expect(await test(caught, { retrierRetryCount: 1 })).toMatchObject({
      status: 'CAUGHT_ERROR',
      inspection: { errorDetails: { retryIndex: 0, catchIndex: 0 } },
    });
  });

  it('accepts a Context object', async () => {
    const state = { Type: 'Pass', Output: '{% $states.context.Execution.Name %}' };
    expect(await test(state, { context: '{"Execution":{"Name":"n"}}' })).toMatchObject({ output: '"n"' });
  });

  it('finds a state in a whole definition at any depth', async () => {
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
      name: 'ValidationException',
      message: "There is no state 'Nowhere' in the state machine definition",
    });
  });

  it.each<[what: string, state: object, mock: TestStateRequest['mock'], message: string]>([
    [
      'a failure without a name',
      task('echo'),
      { errorOutput: {} },
      'An error was not specified in the mocked error output.',
    ],
    ['a null of a service', task('echo'), { result: 'null' }, 'Mocked result must be a valid JSON object.'],
    [
      'a payload that is not a string',
      task('echo'),
      { result: '{"Payload":{}}', fieldValidationMode: 'PRESENT' },
      "Mock result schema validation error: Field 'Payload' must be a string",
    ],
    [
      'an object of a Map',
      { Type: 'Map', Items: [1], ItemProcessor: program({ I: { Type: 'Succeed' } }) },
      { result: '{}' },
      'Mocked result must be an array.',
    ],
    [
      'fewer items than a Map has iterations',
      { Type: 'Map', Items: [1, 2], ItemProcessor: program({ I: { Type: 'Succeed' } }) },
      { result: '[1]' },
      "Input array does not equal the mocked result array's size",
    ],
    [
      'fewer items than a Parallel has branches',
      {
        Type: 'Parallel',
        Branches: [program({ A: { Type: 'Succeed' } }), program({ B: { Type: 'Succeed' } })],
      },
      { result: '[1]' },
      'Mocked result must contain the same number of items as number of Parallel branches.',
    ],
  ])('refuses a mock: %s', async (_what, state, mock, message) => {
    await expect(test(state, { mock: mock! })).rejects.toMatchObject({
      name: 'ValidationException',
      message,
    });
  });

  it.each<[what: string, state: object, rest: Partial<TestStateRequest>, name: string, message: string]>([
    [
      'an invalid definition',
      { Type: 'Pass', Foo: 1 },
      {},
      'InvalidDefinition',
      "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: Field 'Foo' is not supported",
    ],
    [
      'an unsupported resource',
      { ...task('f'), Resource: 'arn:aws:states:::sqs:sendMessage' },
      {},
      'InvalidDefinition',
      'The resource arn:aws:states:::sqs:sendMessage is not supported',
    ],
    [
      'a Map without a mock',
      { Type: 'Map', ItemProcessor: program({ I: { Type: 'Succeed' } }) },
      {},
      'ValidationException',
      'A state of type Map needs a mock',
    ],
    [
      'a mock of a Pass',
      { Type: 'Pass' },
      { mock: { result: '1' } },
      'ValidationException',
      'A state of type Pass cannot be mocked',
    ],
    [
      'an input that is not valid JSON',
      { Type: 'Pass' },
      { input: '{' },
      'ValidationException',
      'The input is not JSON',
    ],
    [
      'variables that are not an object',
      { Type: 'Pass' },
      { variables: '[]' },
      'ValidationException',
      'The variables must be a JSON object',
    ],
    [
      'a Context object that is not an object',
      { Type: 'Pass' },
      { context: '[]' },
      'ValidationException',
      'The context must be a JSON object',
    ],
    [
      'a Context object that is not valid JSON',
      { Type: 'Pass' },
      { context: '{' },
      'ValidationException',
      'The context is not JSON',
    ],
    [
      'a mock that is not valid JSON',
      task('echo'),
      { mock: { result: '{' } },
      'ValidationException',
      'The mock.result is not JSON',
    ],
  ])('refuses %s', async (_what, state, rest, name, message) => {
    await expect(test(state, rest)).rejects.toMatchObject({
      name,
      message: expect.stringContaining(message),
    });
  });

  it('leaves no execution and no timer behind', async () => {
    const alone = new Harness();
    const start = alone.clock.now();
    await alone.engine.testState({ definition: '{"QueryLanguage":"JSONata","Type":"Succeed"}' });
    expect(await alone.engine.listExecutions({ limit: 9 })).toEqual({ items: [] });
    await settled();
    expect(alone.clock.now()).toBe(start);
  });

  it('takes at most five minutes', async () => {
    const { engine } = new Harness();
    const wait = (Seconds: number) =>
      engine.testState({
        definition: JSON.stringify({ QueryLanguage: 'JSONata', Type: 'Wait', Seconds, End: true }),
      });
    expect(await wait(301)).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
    expect(await wait(299)).toMatchObject({ status: 'SUCCEEDED' });
  });
});
