import { describe, expect, it } from '@jest/globals';
import { Harness, outputOf, TaskError } from '../support/harness.ts';
import { distributed, program, task } from '../support/states.ts';

interface Context {
  readonly Execution: {
    readonly StartTime: string;
    readonly RedriveCount: number;
    readonly RedriveTime?: string;
  };
  readonly State: { readonly EnteredTime: string; readonly RetryCount: number };
}

/** A function that fails until `works` is called, and takes a minute of the clock each time. */
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
  it('has the times of before, no retries, and says how often and when the execution was redriven', async () => {
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

  it('of an Express child has a new start, and no time of the redrive', async () => {
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

describe('a Wait after a redrive', () => {
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
});
