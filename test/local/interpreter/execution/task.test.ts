import { describe, expect, it } from '@jest/globals';
import { Harness, outputOf, TaskError, type FakeFunction } from '../support/harness.ts';
import { program, task } from '../support/states.ts';

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

  it('gives a catcher of a time-out an empty cause, and States.Timeout catches a missed heartbeat', async () => {
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
  ])('fails before it is scheduled when %s is %s', async (field, value, reason) => {
    const harness = new Harness();
    const record = await harness.run(program({ T: task('echo', { [field]: value }) }));
    expect(record.error).toBe('States.QueryEvaluationError');
    expect(record.cause).toContain(`specified for the field '${field}' ${reason}`);
    expect(await harness.outline(record.executionArn)).toEqual([
      'ExecutionStarted#1<0',
      'TaskStateEntered#2<0',
      'EvaluationFailed#3<0',
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

  it('names the catcher in a failed evaluation of it, which nothing catches', async () => {
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

  it('takes what an adapter throws for States.Runtime, which nothing catches', async () => {
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
    expect(record.cause).toContain('adapter is broken');
  });
});
