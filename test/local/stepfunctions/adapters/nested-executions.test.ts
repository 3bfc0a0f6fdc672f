import { describe, expect, it } from '@jest/globals';
import type { JsonObject, JsonValue } from '../../../../local/stepfunctions/interpreter/json.ts';
import { parseTaskResource } from '../../../../local/stepfunctions/interpreter/task-resource.ts';
import { outputOf } from '../../../../local/stepfunctions/testing.ts';
import { call } from './lambda/support/call.ts';
import { CHILD, echo, failing, nested, program, START, waiting, World } from './support/nested-world.ts';

const MODES = ['', '.sync', '.sync:2'] as const;
const JOBS = ['.sync', '.sync:2'] as const;

describe.each(MODES)('states:startExecution%s', (mode) => {
  it('is supported', async () => {
    const { tasks } = await World.with(echo);
    expect(
      tasks.refusal(parseTaskResource(`arn:aws:states:::states:startExecution${mode}`)!),
    ).toBeUndefined();
  });

  it.each<[what: string, args: JsonObject, input: string]>([
    ['the given input', { Input: { a: [1, null] } }, '{"a":[1,null]}'],
    ['a null input', { Input: null }, 'null'],
    ['the input in a text', { Input: '{"a": 1}' }, '{"a": 1}'],
    ['an empty input', {}, '{}'],
  ])('starts an execution with %s', async (_, args, input) => {
    const world = await World.with(echo);
    await world.run(nested(mode, {}, { ...args, Name: 'one' }));

    expect(await world.children()).toMatchObject([{ name: 'one', input }]);
  });

  it.each<[what: string, args: JsonObject, error: string, message: string]>([
    [
      'a name in use',
      { Name: 'used' },
      'ExecutionAlreadyExists',
      `Execution Already Exists: '${CHILD.replace('stateMachine', 'execution')}:used'`,
    ],
    [
      'a missing state machine',
      { StateMachineArn: `${CHILD}2` },
      'StateMachineDoesNotExist',
      `State Machine Does Not Exist: '${CHILD}2'`,
    ],
    ['a bad name', { Name: 'a b' }, 'InvalidName', "Invalid Name: 'a b'"],
    ['a bad ARN', { StateMachineArn: 'x' }, 'InvalidArn', "Invalid Arn: 'Invalid ARN prefix: x'"],
  ])('fails under the name of the SDK for %s', async (_, args, error, message) => {
    const world = await World.with(echo);
    await world.run(nested('', {}, { Name: 'used', Input: 1 }));

    const record = await world.run(nested(mode, {}, args));
    expect(record).toMatchObject({ status: 'FAILED', error: `StepFunctions.${error}Exception` });
    expect(record.cause).toContain(
      `${message} (Service: AWSStepFunctions; Status Code: 400; Error Code: ${error}; Request ID: `,
    );
  });

  it('fails for an argument that is not known, and for none', async () => {
    const { tasks } = await World.with(echo);
    const resource = `arn:aws:states:::states:startExecution${mode}`;
    expect(await tasks.invoke(call(resource, { StateMachineArn: CHILD, Inputs: 1 }))).toEqual({
      status: 'FAILED',
      error: 'States.Runtime',
      cause: 'The field "Inputs" is not supported by Step Functions',
    });
    expect(await tasks.invoke(call(resource, [CHILD]))).toMatchObject({ error: 'States.Runtime' });
  });
});

it.each(['startExecution.waitForTaskToken', 'stopExecution'])('refuses states:%s', async (action) => {
  const { tasks } = await World.with(echo);
  expect(tasks.refusal(parseTaskResource(`arn:aws:states:::states:${action}`)!)).toContain(
    'Supported: startExecution, startExecution.sync and startExecution.sync:2',
  );
});

describe('states:startExecution', () => {
  it('returns the answer of StartExecution, and does not wait for the end', async () => {
    const world = await World.with(waiting);
    const record = await world.run(nested(''));

    const [child] = await world.children();
    expect(Object.keys(outputOf(record) as JsonObject)).toEqual([
      'ExecutionArn',
      'SdkHttpMetadata',
      'SdkResponseMetadata',
      'StartDate',
    ]);
    expect(outputOf(record)).toMatchObject({
      ExecutionArn: child!.executionArn,
      StartDate: START,
      SdkHttpMetadata: { HttpHeaders: { 'Content-Type': 'application/x-amz-json-1.0' }, HttpStatusCode: 200 },
    });
    expect(child!.status).toBe('RUNNING');
    expect(await world.harness.outline(record.executionArn)).not.toContainEqual(
      expect.stringContaining('TaskSubmitted'),
    );
  });
});

describe.each(JOBS)('states:startExecution%s', (mode) => {
  it('returns the description of the execution when it has succeeded', async () => {
    const world = await World.with(echo);
    const record = await world.run(nested(mode, {}, { Input: { k: 1 } }));

    const [child] = await world.children();
    const data = { Input: { k: 1 }, Output: { child: 'ok', input: { k: 1 } } };
    const text = (value: JsonValue): JsonValue => (mode === '.sync' ? JSON.stringify(value) : value);
    expect(record.output).toBe(
      JSON.stringify({
        ExecutionArn: child!.executionArn,
        Input: text(data.Input),
        InputDetails: { Included: true },
        Name: child!.name,
        Output: text(data.Output),
        OutputDetails: { Included: true },
        RedriveCount: 0,
        RedriveStatus: 'NOT_REDRIVABLE',
        RedriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
        StartDate: START,
        StateMachineArn: CHILD,
        Status: 'SUCCEEDED',
        StopDate: START,
      }),
    );
  });

  it('writes the history of AWS, with the answer of StartExecution in TaskSubmitted', async () => {
    const world = await World.with(echo);
    const { executionArn } = await world.run(nested(mode));

    expect(await world.harness.outline(executionArn)).toEqual([
      'ExecutionStarted#1<0',
      'TaskStateEntered#2<0',
      'TaskScheduled#3<2',
      'TaskStarted#4<3',
      'TaskSubmitted#5<4',
      'TaskSucceeded#6<5',
      'TaskStateExited#7<6',
      'ExecutionSucceeded#8<7',
    ]);
    const events = await world.harness.wireEvents(executionArn);
    const submitted = events[4]!['taskSubmittedEventDetails'] as JsonObject;
    expect(submitted).toMatchObject({
      resource: `startExecution${mode}`,
      resourceType: 'states',
      outputDetails: { truncated: false },
    });
    const [child] = await world.children();
    expect(JSON.parse(submitted['output'] as string)).toMatchObject({
      ExecutionArn: child!.executionArn,
      StartDate: START,
    });
  });

  it.each<[what: string, child: JsonObject, described: JsonObject]>([
    [
      'an error and a cause',
      failing({ Error: 'Boom', Cause: 'bad' }),
      { Cause: 'bad', Error: 'Boom', Status: 'FAILED' },
    ],
    ['an error alone', failing({ Error: 'Boom' }), { Error: 'Boom', Status: 'FAILED' }],
    ['a time-out', { ...waiting, TimeoutSeconds: 5 }, { Status: 'TIMED_OUT' }],
  ])('fails with the description of an execution that ended with %s', async (_, child, described) => {
    const world = await World.with(child);
    const record = await world.run(nested(mode, {}, { Input: { k: 1 } }));

    expect(record).toMatchObject({ status: 'FAILED', error: 'States.TaskFailed' });
    const [started] = await world.children();
    const { Status, ...failure } = described;
    expect(record.cause).toBe(
      JSON.stringify({
        ...failure,
        ExecutionArn: started!.executionArn,
        Input: '{"k":1}',
        InputDetails: { Included: true },
        Name: started!.name,
        RedriveCount: 0,
        RedriveStatus: 'REDRIVABLE',
        StartDate: START,
        StateMachineArn: CHILD,
        Status,
        StopDate: started!.stopDate,
      }),
    );
  });

  it('fails when its execution is stopped', async () => {
    const world = await World.with(waiting);
    const parent = await world.start(program({ Nest: nested(mode) }));
    const [child] = await world.children();
    await world.harness.engine.stopExecution({
      executionArn: child!.executionArn,
      error: 'E',
      cause: 'by hand',
    });

    const record = await world.harness.engine.whenEnded(parent.executionArn);
    expect(record.error).toBe('States.TaskFailed');
    expect(JSON.parse(record.cause!)).toMatchObject({ Cause: 'by hand', Error: 'E', Status: 'ABORTED' });
  });

  it('is caught as States.TaskFailed, and not under the error of its execution', async () => {
    const world = await World.with(failing({ Error: 'States.Timeout' }));
    const Catch = [
      { ErrorEquals: ['States.Timeout'], Next: 'ByName' },
      { ErrorEquals: ['States.TaskFailed'], Next: 'AsTask' },
    ];
    const pass = (Output: string): JsonObject => ({ Type: 'Pass', Output, End: true });
    const states = { Nest: nested(mode, { Catch }), ByName: pass('name'), AsTask: pass('task') };

    expect(outputOf(await world.harness.run(program(states)))).toBe('task');
  });

  it('starts another execution when it is retried, and when it is redriven', async () => {
    const world = await World.with(failing({ Error: 'Boom' }));
    const Retry = [{ ErrorEquals: ['States.ALL'], MaxAttempts: 1 }];
    const record = await world.run(nested(mode, { Retry }));
    expect(await world.children()).toHaveLength(2);

    await world.harness.redrive(record.executionArn);
    expect((await world.children()).map(({ redriveCount }) => redriveCount)).toEqual([0, 0, 0, 0]);
  });
});
