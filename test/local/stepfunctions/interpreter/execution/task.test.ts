import { describe, expect, it } from '@jest/globals';
import type { TaskCall, TaskInvoker } from '../../../../../local/stepfunctions/interpreter/ports.ts';
import {
  Harness,
  outputOf,
  TaskError,
  type FakeFunction,
} from '../../../../../local/stepfunctions/testing.ts';
import { program, task } from '../support/states.ts';

const INVOKE = 'arn:aws:states:::lambda:invoke';
const FUNCTION = 'arn:aws:lambda:eu-west-2:000000000000:function:';

describe('a Task', () => {
  it('passes its input on without Arguments and writes the events of a bare function', async () => {
    const harness = new Harness({ echo: (payload) => payload });
    const record = await harness.run(
      program({ T: { Type: 'Task', Resource: `${FUNCTION}echo`, TimeoutSeconds: 9, End: true } }),
      { é: 1 },
    );
    expect(outputOf(record)).toEqual({ é: 1 });
    const events = await harness.wireEvents(record.executionArn);
    expect(events.slice(2, 5)).toMatchObject([
      {
        type: 'LambdaFunctionScheduled',
        lambdaFunctionScheduledEventDetails: {
          resource: `${FUNCTION}echo`,
          input: '{"é":1}',
          inputDetails: { truncated: false },
          timeoutInSeconds: 9,
        },
      },
      { type: 'LambdaFunctionStarted' },
      { type: 'LambdaFunctionSucceeded', lambdaFunctionSucceededEventDetails: { output: '{"é":1}' } },
    ]);
  });

  it('evaluates its limits and writes them into the event', async () => {
    const harness = new Harness({ echo: (payload) => payload });
    const record = await harness.run(
      program({
        T: task('echo', { TimeoutSeconds: '{% $states.input.t %}', HeartbeatSeconds: '{% 2.9 %}' }),
      }),
      { t: 30 },
    );
    const [scheduled] = (await harness.events(record.executionArn)).filter(
      ({ type }) => type === 'TaskScheduled',
    );
    expect(scheduled?.details).toEqual({
      resource: 'invoke',
      resourceType: 'lambda',
      region: 'eu-west-2',
      parameters: '{"FunctionName":"echo","Payload":{"t":30}}',
      timeoutInSeconds: 30,
      heartbeatInSeconds: 2,
    });
  });

  it.each<[limit: object, error: string, seconds: number]>([
    [{ TimeoutSeconds: 5 }, 'States.Timeout', 5],
    [{ TimeoutSeconds: 9, HeartbeatSeconds: 3 }, 'States.HeartbeatTimeout', 3],
  ])('times out after %j', async (limit, error, seconds) => {
    let told = false;
    const slow: FakeFunction = async (_payload, { signal }) => {
      signal.addEventListener('abort', () => (told = true));
      await harness.clock.sleep(60_000, signal);
      return null;
    };
    const harness = new Harness({ slow });
    const before = harness.clock.now();
    const record = await harness.run(program({ T: task('slow', limit) }));
    expect(record).toMatchObject({ status: 'FAILED', error });
    expect(record).not.toHaveProperty('cause');
    expect(harness.clock.now() - before).toBe(seconds * 1000);
    expect(told).toBe(true);
    const events = await harness.events(record.executionArn);
    expect(events.slice(-2).map(({ type, details }) => [type, details])).toEqual([
      ['TaskTimedOut', { resource: 'invoke', resourceType: 'lambda', error }],
      ['ExecutionFailed', { error }],
    ]);
  });

  it('gives the catcher of a timeout an empty cause, and catches a missed heartbeat with States.Timeout', async () => {
    const slow: FakeFunction = async (_payload, { signal }) => {
      await harness.clock.sleep(60_000, signal);
      return null;
    };
    const harness = new Harness({ slow });
    const record = await harness.run(
      program({
        T: task('slow', {
          HeartbeatSeconds: 1,
          Catch: [
            { ErrorEquals: ['States.TaskFailed'], Next: 'Wrong' },
            { ErrorEquals: ['States.Timeout'], Next: 'Right' },
          ],
        }),
        Wrong: { Type: 'Fail' },
        Right: { Type: 'Succeed' },
      }),
    );
    expect(outputOf(record)).toEqual({ Error: 'States.HeartbeatTimeout', Cause: '' });
  });

  it.each<[field: string, value: string, reason: string]>([
    [
      'TimeoutSeconds',
      '{% "5" %}',
      "returned an unexpected result type. Expected 'number', but was 'string' for value: \"5\"",
    ],
    ['TimeoutSeconds', '{% $states.input.x %}', 'returned nothing (undefined).'],
    ['HeartbeatSeconds', '{% $states.input.x %}', 'returned nothing (undefined).'],
    ['Arguments', '{% $states.input.x %}', 'returned nothing (undefined).'],
  ])('fails before it is scheduled when %s is %s', async (field, value, reason) => {
    const harness = new Harness();
    const record = await harness.run(program({ T: task('echo', { [field]: value }) }));
    expect(record.error).toBe('States.QueryEvaluationError');
    expect(record.cause).toContain(`specified for the field '${field}' ${reason}`);
    expect(await harness.outline(record.executionArn)).toEqual([
      'ExecutionStarted#1<0',
      'TaskStateEntered#2<0',
      'EvaluationFailed#3<2',
      'ExecutionFailed#4<3',
    ]);
  });

  it('retries and catches a failed evaluation of its Output', async () => {
    const harness = new Harness({ echo: (payload) => payload });
    const record = await harness.run(
      program({
        T: task('echo', {
          Output: '{% $states.result.missing %}',
          Retry: [{ ErrorEquals: ['States.QueryEvaluationError'], MaxAttempts: 1 }],
          Catch: [{ ErrorEquals: ['States.ALL'], Output: '{% $states.errorOutput.Error %}', Next: 'Done' }],
        }),
        Done: { Type: 'Succeed' },
      }),
    );
    expect(outputOf(record)).toBe('States.QueryEvaluationError');
    expect((await harness.outline(record.executionArn)).slice(1, -2)).toEqual([
      'TaskStateEntered#2<0',
      'TaskScheduled#3<2',
      'TaskStarted#4<3',
      'TaskSucceeded#5<4',
      'EvaluationFailed#6<5',
      'TaskScheduled#7<6',
      'TaskStarted#8<7',
      'TaskSucceeded#9<8',
      'EvaluationFailed#10<9',
      'TaskStateExited#11<10',
      'SucceedStateEntered#12<11',
    ]);
  });

  it('names the catcher in its failed evaluation, which nothing catches', async () => {
    const harness = new Harness({
      broken: () => {
        throw new TaskError('Broken', '');
      },
    });
    const record = await harness.run(
      program({
        T: task('broken', {
          Catch: [
            { ErrorEquals: ['Other'], Next: 'Done' },
            { ErrorEquals: ['Broken'], Output: { a: '{% $missing %}' }, Next: 'Done' },
          ],
        }),
        Done: { Type: 'Succeed' },
      }),
    );
    expect(record.cause).toContain("specified for the field 'Catch[1]/Output/a' returned nothing");
    const events = await harness.events(record.executionArn);
    expect(events.slice(-3).map(({ type }) => type)).toEqual([
      'TaskFailed',
      'EvaluationFailed',
      'ExecutionFailed',
    ]);
  });

  it('converts an error of an adapter to States.Runtime, which nothing catches', async () => {
    const harness = new Harness({
      defect: () => {
        throw new Error('adapter is broken');
      },
    });
    const record = await harness.run(
      program({
        T: task('defect', {
          Retry: [{ ErrorEquals: ['States.ALL'] }],
          Catch: [{ ErrorEquals: ['States.ALL'], Next: 'D' }],
        }),
        D: { Type: 'Succeed' },
      }),
    );
    expect(record).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
    expect(record.cause).toBe(
      "An error occurred while executing the state 'T' (entered at the event id #2). The task could not be run: Error: adapter is broken",
    );
  });

  it.each<[what: string, limits: object, timeoutMs: object]>([
    ['without a time limit', {}, {}],
    ['with one', { TimeoutSeconds: 9, HeartbeatSeconds: 8 }, { timeoutMs: 9000 }],
  ])('passes its context to its function, %s', async (_what, limits, timeoutMs) => {
    const calls: TaskCall[] = [];
    const harness = new Harness({
      work: (_payload, call) => {
        calls.push(call);
        if (calls.length === 1) throw new TaskError('Broken', '');
        return null;
      },
    });
    const { executionArn } = await harness.run(
      program({ T: task('work', { ...limits, Retry: [{ ErrorEquals: ['Broken'] }] }) }),
      7,
    );
    const call = {
      resource: { kind: 'service', arn: INVOKE, service: 'lambda', action: 'invoke' },
      arguments: '{"FunctionName":"work","Payload":7}',
      executionArn,
      stateName: 'T',
      ...timeoutMs,
      signal: expect.any(AbortSignal),
    };
    expect(calls).toStrictEqual([
      { ...call, eventId: 3 },
      { ...call, eventId: 6 },
    ]);
  });

  const scheduled = { resource: 'invoke', resourceType: 'lambda' };
  const complete = { truncated: false };
  const answer = JSON.stringify({
    ExecutedVersion: '$LATEST',
    Payload: 7,
    SdkHttpMetadata: {},
    SdkResponseMetadata: {},
    StatusCode: 200,
  });
  it.each<
    [
      resource: string,
      result: string,
      prefix: string,
      started: object | undefined,
      type: string,
      details: object,
    ]
  >([
    [
      INVOKE,
      'answer',
      'Task',
      scheduled,
      'Succeeded',
      { ...scheduled, output: answer, outputDetails: complete },
    ],
    [INVOKE, 'failure', 'Task', scheduled, 'Failed', { ...scheduled, error: 'Broken', cause: 'no more' }],
    [INVOKE, 'time-out', 'Task', scheduled, 'TimedOut', { ...scheduled, error: 'States.Timeout' }],
    [
      `${FUNCTION}work`,
      'answer',
      'LambdaFunction',
      undefined,
      'Succeeded',
      { output: '7', outputDetails: complete },
    ],
    [
      `${FUNCTION}work`,
      'failure',
      'LambdaFunction',
      undefined,
      'Failed',
      { error: 'Broken', cause: 'no more' },
    ],
    [`${FUNCTION}work`, 'time-out', 'LambdaFunction', undefined, 'TimedOut', { error: 'States.Timeout' }],
  ])('of %s writes with its %s the events %s…', async (Resource, result, prefix, started, type, details) => {
    const harness: Harness = new Harness({
      work: (_payload, { signal }) => {
        if (result === 'failure') throw new TaskError('Broken', 'no more');
        return result === 'answer' ? 7 : harness.clock.sleep(60_000, signal).then(() => null);
      },
    });
    const { executionArn } = await harness.run(
      program({ T: task('work', { Resource, TimeoutSeconds: 5, Output: 'done' }) }),
    );
    const events = (await harness.events(executionArn)).slice(2, 5);
    const shown = events.map(({ id, previousEventId, type: eventType, details: eventDetails }) => ({
      id,
      previousEventId,
      type: eventType,
      details: eventDetails,
    }));
    expect(shown).toStrictEqual([
      {
        id: 3,
        previousEventId: 2,
        type: `${prefix}Scheduled`,
        details:
          started === undefined
            ? {
                resource: Resource,
                input: '{"FunctionName":"work","Payload":{}}',
                inputDetails: complete,
                timeoutInSeconds: 5,
              }
            : {
                ...scheduled,
                region: 'eu-west-2',
                parameters: '{"FunctionName":"work","Payload":{}}',
                timeoutInSeconds: 5,
              },
      },
      { id: 4, previousEventId: 3, type: `${prefix}Started`, details: started },
      { id: 5, previousEventId: 4, type: `${prefix}${type}`, details },
    ]);
  });

  it('omits absent limits from its events', async () => {
    const harness = new Harness({ echo: (payload) => payload });
    for (const Resource of [INVOKE, `${FUNCTION}echo`]) {
      const { executionArn } = await harness.run(program({ T: task('echo', { Resource, Output: 1 }) }));
      const { details } = (await harness.events(executionArn))[2]!;
      expect(Object.keys(details!).filter((key) => key.endsWith('Seconds'))).toEqual([]);
    }
  });

  it.each<[resource: string, details: object, subject: string]>([
    [INVOKE, scheduled, 'lambda'],
    [
      'arn:aws:states:::aws-sdk:ssm:getParameter',
      { resource: 'getParameter', resourceType: 'aws-sdk:ssm' },
      'T',
    ],
    [
      'arn:aws:states:::states:startExecution.sync:2',
      { resource: 'startExecution.sync:2', resourceType: 'states' },
      'T',
    ],
    [`${FUNCTION}f`, {}, `${FUNCTION}f`],
  ])(
    'of %s fails on an oversized result with its own subject in the cause',
    async (Resource, details, subject) => {
      const output = JSON.stringify('x'.repeat(98));
      const invoker: TaskInvoker = {
        refusal: () => undefined,
        invoke: () => Promise.resolve({ status: 'SUCCEEDED', output }),
      };
      const run = async (payloadBytes: number) => {
        const harness = new Harness({}, { invoker, quotas: { payloadBytes } });
        const record = await harness.run(
          program({ T: { Type: 'Task', Resource, Arguments: {}, Output: 'done', End: true } }),
        );
        return { record, event: (await harness.events(record.executionArn))[4] };
      };
      expect((await run(100)).record).toMatchObject({ status: 'SUCCEEDED', output: '"done"' });
      const { record, event } = await run(99);
      const failure = {
        error: 'States.DataLimitExceeded',
        cause: `The state/task '${subject}' returned a result with a size exceeding the maximum number of bytes service limit.`,
      };
      expect(record).toMatchObject(failure);
      expect(event).toMatchObject({
        type: expect.stringMatching(/Failed$/),
        details: { ...details, ...failure },
      });
    },
  );

  it('is not scheduled with an input that is too large', async () => {
    const harness = new Harness({ echo: () => 1 }, { quotas: { payloadBytes: 100 } });
    const types = async (length: number): Promise<readonly string[]> => {
      const Arguments = `{% $pad("", ${length - 2}, "x") %}`;
      const { executionArn } = await harness.run(
        program({ T: task('echo', { Resource: `${FUNCTION}echo`, Arguments, Output: 1 }) }),
      );
      return (await harness.events(executionArn)).map(({ type }) => type);
    };
    expect(await types(100)).toContain('LambdaFunctionSucceeded');
    expect(await types(101)).toEqual(['ExecutionStarted', 'TaskStateEntered', 'ExecutionFailed']);
  });
});
