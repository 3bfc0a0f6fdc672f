import { describe, expect, it } from '@jest/globals';
import type {
  StateMock,
  TestStateRequest,
} from '../../../../../local/stepfunctions/interpreter/engine-api.ts';
import { Harness } from '../../../../../local/stepfunctions/testing.ts';
import { program, task } from '../support/states.ts';

const harness = new Harness({ echo: (payload) => payload });
const test = (state: object, mock: StateMock, rest: Partial<TestStateRequest> = {}) =>
  harness.engine.testState({
    definition: JSON.stringify({ QueryLanguage: 'JSONata', End: true, ...state }),
    mock,
    ...rest,
  });
const calls = (Resource: string) => ({ Type: 'Task', Resource, Arguments: {} });
const succeed = program({ I: { Type: 'Succeed' } });

describe('a mock of TestState', () => {
  it('is the answer of a task', async () => {
    expect(await test(task('gone'), { result: '{"Payload":7}', fieldValidationMode: 'NONE' })).toMatchObject({
      output: '7',
    });
    expect(await test(task('gone'), { result: '{"Payload":"7"}' })).toMatchObject({ output: '"7"' });
    expect(await test(task('echo'), { errorOutput: { error: 'E', cause: 'C' } })).toMatchObject({
      status: 'FAILED',
      error: 'E',
      cause: 'C',
    });
    expect(await test(task('echo'), { errorOutput: { error: 'E' } })).toMatchObject({
      status: 'FAILED',
      error: 'E',
      cause: '',
    });
  });

  it.each<[what: string, resource: string, result: string]>([
    ['a bare function, whatever it gives', 'arn:aws:lambda:eu-west-2:000000000000:function:f', '[7]'],
    ['lambda:invoke without a Payload', 'arn:aws:states:::lambda:invoke', '{"StatusCode":200}'],
    ['a service that this runtime lacks', 'arn:aws:states:::events:putEvents', '{"FailedEntryCount":0}'],
    ['a service of the SDK', 'arn:aws:states:::aws-sdk:iot:publish', '{"Payload":{}}'],
    ['a job', 'arn:aws:states:::glue:startJobRun.sync', '{"JobRunState":"SUCCEEDED"}'],
    ['a child execution', 'arn:aws:states:::states:startExecution.sync:2', '{"Output":{"a":1}}'],
    ['a task that waits for its token', 'arn:aws:states:::sqs:sendMessage.waitForTaskToken', '"approved"'],
    ['a request of HTTP', 'arn:aws:states:::http:invoke', '{"StatusCode":200}'],
    ['an activity', 'arn:aws:states:eu-west-2:000000000000:activity:by-hand', '[1]'],
  ])('is the answer of %s', async (_what, resource, result) => {
    expect(await test(calls(resource), { result })).toMatchObject({ status: 'SUCCEEDED', output: result });
  });

  it('is enough for a task with the credentials of another account', async () => {
    const Credentials = { RoleArn: '{% $states.input.role %}' };
    const state = { ...calls('arn:aws:states:::aws-sdk:s3:getObject'), Credentials };
    expect(await test(state, { result: '{"Body":"a"}' })).toMatchObject({ output: '{"Body":"a"}' });
    await expect(test({ ...state, Credentials: '{% 1 + %}' }, { result: '{}' })).rejects.toMatchObject({
      name: 'InvalidDefinition',
    });
  });

  it('tests one state of a machine with states that this runtime lacks', async () => {
    const definition = JSON.stringify({
      QueryLanguage: 'JSONata',
      ...program({
        Ask: { ...calls('arn:aws:states:::sqs:sendMessage.waitForTaskToken'), Next: 'Approved?' },
        'Approved?': {
          Type: 'Choice',
          Choices: [{ Condition: '{% $states.input = "yes" %}', Next: 'Tell' }],
          Default: 'Ask',
        },
        Tell: { ...calls('arn:aws:states:::events:putEvents'), End: true },
      }),
    });
    const { engine } = harness;
    expect(await engine.testState({ definition, stateName: 'Approved?', input: '"yes"' })).toMatchObject({
      nextState: 'Tell',
    });
    expect(await engine.testState({ definition, stateName: 'Ask', mock: { result: '"yes"' } })).toMatchObject(
      { output: '"yes"', nextState: 'Approved?' },
    );
    await expect(engine.testState({ definition, stateName: 'Tell' })).rejects.toMatchObject({
      message: expect.stringContaining('events:putEvents is not supported at /States/Tell/Resource'),
    });
  });

  it.each<[what: string, state: object, mock: StateMock, message: string]>([
    ['a result that is not valid JSON', task('echo'), { result: '{' }, 'Mocked result must be valid JSON'],
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
      'an answer without what the service always gives',
      calls('arn:aws:states:::states:startExecution'),
      { result: '{}' },
      "Mock result schema validation error: Required field 'ExecutionArn' is missing",
    ],
    ...(['Pass', 'Succeed', 'Fail', 'Wait', 'Choice'] as const).map(
      (Type) =>
        [
          `a mock of a ${Type}`,
          {
            Type,
            ...(Type === 'Pass' || Type === 'Wait' ? {} : { End: undefined }),
            ...(Type === 'Wait' && { Seconds: 1 }),
            ...(Type === 'Choice' && { Choices: [{ Condition: true, Next: 'A' }] }),
          },
          { result: '1' },
          `State type '${Type}' is not supported when a mock is specified`,
        ] as [string, object, StateMock, string],
    ),
    [
      'an object of a Map',
      { Type: 'Map', Items: [1], ItemProcessor: succeed },
      { result: '{}' },
      'Mocked result must be an array.',
    ],
    [
      'fewer items than a Map has iterations',
      { Type: 'Map', Items: [1, 2], ItemProcessor: succeed },
      { result: '[1]' },
      "Input array does not equal the mocked result array's size",
    ],
    [
      'fewer items than a Parallel has branches',
      { Type: 'Parallel', Branches: [succeed, program({ B: { Type: 'Succeed' } })] },
      { result: '[1]' },
      'Mocked result must contain the same number of items as number of Parallel branches.',
    ],
  ])('refuses %s', async (_what, state, mock, message) => {
    await expect(test(state, mock)).rejects.toMatchObject({ name: 'ValidationException', message });
  });

  it('need not be complete with PRESENT, and can be anything with NONE', async () => {
    const start = calls('arn:aws:states:::states:startExecution');
    const bad = '{"StartDate":true}';
    expect(await test(start, { result: '{}', fieldValidationMode: 'PRESENT' })).toMatchObject({
      output: '{}',
    });
    expect(await test(start, { result: bad, fieldValidationMode: 'NONE' })).toMatchObject({ output: bad });
    await expect(test(start, { result: bad, fieldValidationMode: 'PRESENT' })).rejects.toMatchObject({
      message: "Mock result schema validation error: Field 'StartDate' must be a string",
    });
  });
});

describe('a Context object of TestState', () => {
  const read = (pattern = '') => ({
    ...calls(`arn:aws:states:::sqs:sendMessage${pattern}`),
    Arguments: { MessageBody: '{% $states.context %}' },
  });
  const argumentsWith = async (context: object, state = read()) => {
    const { inspection } = await test(state, { result: '{}' }, { context: JSON.stringify(context) });
    return JSON.parse(inspection.afterArguments ?? '') as unknown;
  };

  it('replaces the whole default', async () => {
    const context = { Execution: { Name: 'n', Input: [1], RoleArn: null }, State: { RetryCount: 2 } };
    expect(await argumentsWith(context)).toEqual({ MessageBody: context });
    expect(await argumentsWith({})).toEqual({ MessageBody: {} });
    const token = { Task: { Token: 't' } };
    expect(await argumentsWith(token, read('.waitForTaskToken'))).toEqual({ MessageBody: token });
  });

  it.each<[context: unknown, message: string]>([
    [{ Execution: { Id: 1 } }, 'Invalid Context object provided: Execution.Id must be a string'],
    [{ State: { RetryCount: 'two' } }, 'Invalid Context object provided: State.RetryCount must be a number'],
    [{ Execution: [] }, 'Invalid Context object provided: Execution must be an object'],
    [
      { Map: {} },
      "Invalid Context object provided: 'Map' field is not supported when mocking a Context object",
    ],
    [
      { Execution: { pokemon: 'squirtle' } },
      "Invalid Context object provided: Field 'pokemon' is not allowed",
    ],
    [{ Pokedex: {} }, "Invalid Context object provided: Field 'Pokedex' is not allowed"],
    [
      { Task: { Token: 't' } },
      "Invalid Context object provided: Context object contains 'Task' when state is not a Task state with a '.sync' or '.waitForTaskToken' service integration pattern",
    ],
    [[], 'The context must be a JSON object'],
  ])('is refused: %j', async (context, message) => {
    const request = test(read(), { result: '{}' }, { context: JSON.stringify(context) });
    await expect(request).rejects.toMatchObject({ name: 'ValidationException', message });
  });

  it('is refused without a mock, and if it is not valid JSON', async () => {
    const definition = JSON.stringify({ QueryLanguage: 'JSONata', Type: 'Pass', End: true });
    await expect(harness.engine.testState({ definition, context: '{}' })).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'A Context object is only supported when a mock is specified',
    });
    await expect(test(read(), { result: '{}' }, { context: '{' })).rejects.toMatchObject({
      message: expect.stringContaining('The context is not JSON'),
    });
  });
});
