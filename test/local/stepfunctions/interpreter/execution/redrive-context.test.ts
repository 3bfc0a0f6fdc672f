import { describe, expect, it } from '@jest/globals';
import { Harness, machine, outputOf, TaskError } from '../../../../../local/stepfunctions/testing.ts';
import { distributed, program, task } from '../support/states.ts';

interface Context {
  readonly Execution: {
    readonly StartTime: string;
    readonly RedriveCount: number;
    readonly RedriveTime?: string;
  };
  readonly State: { readonly EnteredTime: string; readonly RetryCount: number };
}

/** A function that fails until `works` is called. Each call takes a minute of the clock. */
function flaky(): { harness: Harness; works: () => void } {
  let broken = true;
  const harness: Harness = new Harness({
    work: async (payload, { signal }) => {
      await harness.clock.sleep(60_000, signal);
      if (broken) throw new TaskError('Broken', '');
      return payload;
    },
  });
  return { harness, works: () => (broken = false) };
}

describe('the Context object after a redrive', () => {
  it('keeps its times, has no retries, and has the number and time of redrives', async () => {
    const { harness, works } = flaky();
    const failed = await harness.run(
      program({
        T: task('work', {
          Arguments: { FunctionName: 'work', Payload: '{% $states.context %}' },
          Retry: [{ ErrorEquals: ['Broken'], MaxAttempts: 1, IntervalSeconds: 10 }],
        }),
      }),
    );
    const events = await harness.events(failed.executionArn);
    works();
    const redriven = await harness.redrive(failed.executionArn);
    expect(outputOf(redriven)).toMatchObject({
      Execution: {
        StartTime: new Date(failed.startDate).toISOString(),
        RedriveCount: 1,
        RedriveTime: new Date(redriven.redriveDate!).toISOString(),
      },
      State: { EnteredTime: new Date(events[1]!.timestamp).toISOString(), RetryCount: 0 },
    });
  });

  it('has a new StartTime and no RedriveTime in an Express child', async () => {
    const { harness, works } = flaky();
    const failed = await harness.run(
      program({
        M: {
          Type: 'Map',
          ItemProcessor: distributed(
            { T: task('work', { Arguments: { FunctionName: 'work', Payload: '{% $states.context %}' } }) },
            'EXPRESS',
          ),
          End: true,
        },
      }),
      [1],
    );
    works();
    const redriven = await harness.redrive(failed.executionArn);
    const [context] = outputOf(redriven) as unknown as readonly Context[];
    expect(context?.Execution).toMatchObject({
      StartTime: new Date(redriven.redriveDate!).toISOString(),
      RedriveCount: 1,
    });
    expect(context?.Execution).not.toHaveProperty('RedriveTime');
  });
});

describe('a Wait or a Choice after a redrive', () => {
  it('takes its whole time again', async () => {
    const harness = new Harness();
    const record = await harness.run({
      TimeoutSeconds: 40,
      ...program({
        A: { Type: 'Wait', Seconds: 20, Next: 'B' },
        B: { Type: 'Wait', Seconds: 30, End: true },
      }),
    });
    expect(record.status).toBe('TIMED_OUT');
    const before = harness.clock.now();
    expect((await harness.redrive(record.executionArn)).status).toBe('SUCCEEDED');
    expect(harness.clock.now() - before).toBe(30_000);
  });

  it('ends at once when its time is past, or is evaluated again', async () => {
    const harness = new Harness();
    const until = new Date(harness.clock.now() + 60_000).toISOString();
    const stateMachine = machine(program({ W: { Type: 'Wait', Timestamp: until, End: true } }));
    const { executionArn } = await harness.engine.startExecution({ stateMachine });
    await harness.engine.stopExecution({ executionArn });
    await harness.clock.sleep(120_000, new AbortController().signal);
    const before = harness.clock.now();
    expect((await harness.redrive(executionArn)).status).toBe('SUCCEEDED');
    expect(harness.clock.now()).toBe(before);

    const choice = await harness.run(
      program({
        C: {
          Type: 'Choice',
          Choices: [{ Condition: '{% $states.context.Execution.RedriveCount = 1 %}', Next: 'S' }],
        },
        S: { Type: 'Succeed' },
      }),
    );
    expect(choice.status).toBe('FAILED');
    expect((await harness.redrive(choice.executionArn)).status).toBe('SUCCEEDED');
  });

  it('ends at the whole second of its time', async () => {
    const harness = new Harness();
    const until = new Date(harness.clock.now() + 60_900).toISOString();
    const stateMachine = machine(program({ W: { Type: 'Wait', Timestamp: until, End: true } }));
    const { executionArn } = await harness.engine.startExecution({ stateMachine });
    await harness.engine.stopExecution({ executionArn });
    const before = harness.clock.now();
    expect((await harness.redrive(executionArn)).status).toBe('SUCCEEDED');
    expect(harness.clock.now() - before).toBe(60_000);
  });

  it('has the whole time limit of the execution again after a timeout', async () => {
    const harness = new Harness();
    const failed = await harness.run({
      TimeoutSeconds: 10,
      ...program({ A: { Type: 'Wait', Seconds: 8, Next: 'B' }, B: { Type: 'Wait', Seconds: 8, End: true } }),
    });
    expect(failed.status).toBe('TIMED_OUT');
    expect((await harness.redrive(failed.executionArn)).status).toBe('SUCCEEDED');
  });
});

describe('an execution after a redrive', () => {
  it('is RUNNING without an end', async () => {
    let broken = true;
    const harness = new Harness({
      work: () => {
        if (broken) throw new TaskError('Broken', 'for now');
        return new Promise(() => undefined);
      },
    });
    const { executionArn, startDate } = await harness.run(program({ T: task('work') }));
    broken = false;
    await harness.clock.sleep(1000);
    const { redriveDate } = await harness.engine.redriveExecution({ executionArn });
    const { record } = await harness.engine.describeExecution(executionArn);
    expect(record).toMatchObject({ status: 'RUNNING', startDate, redriveDate, redriveCount: 1 });
    for (const name of ['stopDate', 'output', 'error', 'cause', 'eventCount'])
      expect(record).not.toHaveProperty(name);
  });

  it('continues from a history longer than a page', async () => {
    const { harness, works } = flaky();
    const failed = await harness.run(
      program({
        M: {
          Type: 'Map',
          Items: '{% [1..300] %}',
          ItemProcessor: program({ I: { Type: 'Pass', End: true } }),
          Output: '{% $count($states.result) %}',
          Assign: { count: '{% $count($states.result) %}' },
          Next: 'T',
        },
        T: task('work', {
          Arguments: { FunctionName: 'work', Payload: 'x' },
          Output: '{% $count %}',
        }),
      }),
    );
    expect(failed).toMatchObject({ status: 'FAILED', eventCount: 1 + 3 + 4 * 300 + 1 + 5 });
    works();
    expect(outputOf(await harness.redrive(failed.executionArn))).toBe(300);
    const ids = (await harness.events(failed.executionArn)).map(({ id }) => id);
    expect(ids).toEqual(ids.map((_, index) => index + 1));
  });
});
