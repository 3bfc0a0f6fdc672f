import { describe, expect, it } from '@jest/globals';
import type { TestStateRequest } from '../../../../../local/stepfunctions/interpreter/engine-api.ts';
import { Harness, TaskError } from '../../../../../local/stepfunctions/testing.ts';
import { program, task } from '../support/states.ts';
import { settled } from '../../../../support/settled.ts';

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

  it('fails with a cause that begins with the expression', async () => {
    const result = await test({ Type: 'Pass', Output: '{% $missing %}' });
    expect(result).toMatchObject({
      status: 'FAILED',
      error: 'States.QueryEvaluationError',
      cause:
        "The JSONata expression '$missing' specified for the field 'Output' returned nothing (undefined).",
    });
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
      message: 'State not found in definition',
    });
  });

  it.each<[what: string, state: object, rest: Partial<TestStateRequest>, name: string, message: string]>([
    [
      'an invalid definition',
      { Type: 'Pass', Foo: 1 },
      {},
      'InvalidDefinition',
      "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: Field 'Foo' is not supported at /States/StateName'",
    ],
    [
      'an unsupported resource',
      { ...task('f'), Resource: 'arn:aws:states:::sqs:sendMessage' },
      {},
      'InvalidDefinition',
      "'UNSUPPORTED_FEATURE: The resource arn:aws:states:::sqs:sendMessage is not supported at /States/StateName/Resource'",
    ],
    [
      'a JSONPath state',
      { Type: 'Pass', QueryLanguage: 'JSONPath' },
      {},
      'InvalidDefinition',
      'JSONPath states are not supported',
    ],
    [
      'a task that waits for its token, without a mock',
      { ...task('f'), Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken' },
      {},
      'InvalidDefinition',
      'TestState needs a mock for the pattern .waitForTaskToken',
    ],
    [
      'an activity without a mock',
      { ...task('f'), Resource: 'arn:aws:states:eu-west-2:000000000000:activity:by-hand' },
      {},
      'InvalidDefinition',
      'TestState needs a mock for an activity',
    ],
    [
      'a Map without a mock',
      { Type: 'Map', ItemProcessor: program({ I: { Type: 'Succeed' } }) },
      {},
      'InvalidDefinition',
      'TestState API does not support Map or Parallel states. Supported state types include: [Task, Wait, Pass, Succeed, Fail, Choice]',
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
