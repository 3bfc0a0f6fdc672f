import { describe, expect, it } from '@jest/globals';
import {
  Harness,
  outputOf,
  TaskError,
  type FakeFunction,
} from '../../../../../local/stepfunctions/testing.ts';
import { program, task } from '../support/states.ts';

const fail: FakeFunction = () => {
  throw new TaskError('Broken', 'no more');
};

describe('a Parallel state', () => {
  it('gives each branch its Arguments and collects the outputs in order', async () => {
    const harness = new Harness();
    const record = await harness.run(
      program({
        P: {
          Type: 'Parallel',
          Arguments: { n: '{% $states.input %}' },
          Branches: [
            program({
              A: { Type: 'Wait', Seconds: 5, Next: 'A2' },
              A2: { Type: 'Pass', Output: 'a', End: true },
            }),
            program({ B: { Type: 'Pass', End: true } }),
          ],
          Output: { all: '{% $states.result %}', input: '{% $states.input %}' },
          End: true,
        },
      }),
      1,
    );
    expect(outputOf(record)).toEqual({ all: ['a', { n: 1 }], input: 1 });
  });

  it('ends with its last branch', async () => {
    const harness = new Harness();
    const record = await harness.run(
      program({
        P: {
          Type: 'Parallel',
          Branches: [
            program({ A: { Type: 'Wait', Seconds: 5, End: true } }),
            program({ B: { Type: 'Pass', End: true } }),
          ],
          End: true,
        },
      }),
    );
    expect(await harness.outline(record.executionArn)).toEqual([
      'ExecutionStarted#1<0',
      'ParallelStateEntered#2<0',
      'ParallelStateStarted#3<2',
      'WaitStateEntered#4<3',
      'PassStateEntered#5<3',
      'PassStateExited#6<5',
      'WaitStateExited#7<4',
      'ParallelStateSucceeded#8<7',
      'ParallelStateExited#9<7',
      'ExecutionSucceeded#10<9',
    ]);
  });

  it('ends the other branches and aborts their tasks when one fails', async () => {
    let told = false;
    const slow: FakeFunction = async (_payload, { signal }) => {
      signal.addEventListener('abort', () => (told = true));
      await harness.clock.sleep(60_000, signal);
      return null;
    };
    const harness = new Harness({ slow, fail });
    const before = harness.clock.now();
    const record = await harness.run(
      program({
        P: {
          Type: 'Parallel',
          Branches: [
            program({ W: { Type: 'Wait', Seconds: 100, End: true } }),
            program({ T: task('slow') }),
            program({ Q: { Type: 'Wait', Seconds: 1, Next: 'F' }, F: task('fail') }),
          ],
          End: true,
        },
      }),
    );
    expect(record).toMatchObject({ status: 'FAILED', error: 'Broken', cause: 'no more' });
    expect(harness.clock.now() - before).toBe(1000);
    expect(told).toBe(true);
    const outline = await harness.outline(record.executionArn);
    expect(outline.slice(-6)).toEqual([
      'TaskFailed#13<12',
      'TaskStateAborted#14<13',
      'WaitStateAborted#15<13',
      'TaskStateAborted#16<13',
      'ParallelStateFailed#17<13',
      'ExecutionFailed#18<17',
    ]);
  });

  it('runs all branches again on a retry, with fresh variables', async () => {
    let attempts = 0;
    const harness = new Harness({
      flaky: (payload) => {
        attempts += 1;
        if (attempts === 1) throw new TaskError('Broken', '');
        return payload;
      },
    });
    const record = await harness.run(
      program({
        P: {
          Type: 'Parallel',
          Branches: [
            program({
              A: { Type: 'Pass', Assign: { seen: '{% $exists($seen) %}' }, Next: 'B' },
              B: { Type: 'Pass', Output: '{% $seen %}', End: true },
            }),
            program({ T: task('flaky') }),
          ],
          Retry: [{ ErrorEquals: ['Broken'] }],
          End: true,
        },
      }),
      1,
    );
    expect(outputOf(record)).toEqual([false, 1]);
    const types = (await harness.events(record.executionArn)).map(({ type }) => type);
    expect(types.filter((type) => type === 'ParallelStateStarted')).toHaveLength(2);
    expect(types.filter((type) => type === 'ParallelStateFailed')).toHaveLength(0);
    expect(types.filter((type) => type === 'ParallelStateEntered')).toHaveLength(1);
  });

  it('cannot catch States.Runtime: the execution ends at once', async () => {
    const harness = new Harness({
      defect: () => {
        throw new Error('broken adapter');
      },
    });
    const record = await harness.run(
      program({
        P: {
          Type: 'Parallel',
          Branches: [program({ T: task('defect') }), program({ W: { Type: 'Wait', Seconds: 9, End: true } })],
          Catch: [{ ErrorEquals: ['States.ALL'], Next: 'D' }],
          End: true,
        },
        D: { Type: 'Succeed' },
      }),
    );
    expect(record).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
    const types = (await harness.events(record.executionArn)).map(({ type }) => type);
    expect(types.slice(-2)).toEqual(['TaskStarted', 'ExecutionFailed']);
  });

  it('ends on States.Runtime in one branch although another branch catches failures in a loop', async () => {
    const harness = new Harness({}, { quotas: { historyEvents: 500 } });
    const record = await harness.run(
      program({
        P: {
          Type: 'Parallel',
          Branches: [
            program({ A: { Type: 'Pass', Output: '{% $missing %}', End: true } }),
            program({
              M: {
                Type: 'Map',
                Items: [1],
                ToleratedFailureCount: '{% "no" %}',
                ItemProcessor: program({ I: { Type: 'Pass', End: true } }),
                End: true,
              },
            }),
          ],
          Catch: [{ ErrorEquals: ['States.QueryEvaluationError'], Next: 'P' }],
          End: true,
        },
      }),
    );
    expect(record.error).toBe('States.Runtime');
  });

  it('fails with the first of two concurrent failures, and records nothing for a branch between states', async () => {
    const harness = new Harness();
    const fail = (error: string): object => ({ Type: 'Fail', Error: error, Cause: error });
    const passes = Object.fromEntries(
      Array.from({ length: 20 }, (_, index) => [
        `C${index}`,
        { Type: 'Pass', ...(index === 19 ? { End: true } : { Next: `C${index + 1}` }) },
      ]),
    );
    const record = await harness.run(
      program({
        P: {
          Type: 'Parallel',
          Branches: [program({ A: fail('E1') }), program({ B: fail('E2') }), program(passes)],
          End: true,
        },
      }),
    );
    expect(record).toMatchObject({ error: 'E1', cause: 'E1' });
    const outline = await harness.outline(record.executionArn);
    expect(outline.slice(3, 6)).toEqual([
      'FailStateEntered#4<3',
      'FailStateEntered#5<3',
      'PassStateEntered#6<3',
    ]);
    expect(outline.at(-2)).toMatch(/^ParallelStateFailed#\d+<4$/);
    // The third branch ended between two states, which has no event.
    expect(outline.length).toBeLessThan(45);
    const others = outline.slice(5, -2).filter((line) => !/^PassState(Entered|Exited)#/.test(line));
    expect(others).toEqual([]);
  });

  it.each<[bytes: number, types: readonly string[]]>([
    [100, ['ParallelStateStarted', 'SucceedStateEntered']],
    [101, ['ParallelStateFailed', 'ExecutionFailed']],
  ])('with Arguments of %i bytes, 100 allowed, goes on with %j', async (bytes, types) => {
    const harness = new Harness({}, { quotas: { payloadBytes: 100 } });
    const { executionArn } = await harness.run(
      program({
        P: {
          Type: 'Parallel',
          Arguments: `{% $pad("", ${bytes - 2}, "x") %}`,
          Branches: [program({ A: { Type: 'Succeed', Output: 1 } })],
          End: true,
        },
      }),
    );
    expect((await harness.events(executionArn)).slice(2, 4).map(({ type }) => type)).toEqual(types);
  });

  it('gives the catcher of a failure without name and cause empty strings', async () => {
    const record = await new Harness().run(
      program({
        P: {
          Type: 'Parallel',
          Branches: [program({ F: { Type: 'Fail' } })],
          Catch: [{ ErrorEquals: ['States.ALL'], Next: 'D' }],
          End: true,
        },
        D: { Type: 'Succeed' },
      }),
    );
    expect(outputOf(record)).toEqual({ Error: '', Cause: '' });
  });

  it('fails again after a redrive of a branch that can only fail', async () => {
    const harness = new Harness();
    const { executionArn } = await harness.run(
      program({
        P: {
          Type: 'Parallel',
          Branches: [program({ A: { Type: 'Pass', Next: 'F' }, F: { Type: 'Fail', Error: 'E' } })],
          End: true,
        },
      }),
    );
    await harness.redrive(executionArn);
    expect((await harness.outline(executionArn)).slice(5)).toEqual([
      'FailStateEntered#6<5',
      'ParallelStateFailed#7<6',
      'ExecutionFailed#8<7',
      'ExecutionRedriven#9<8',
      'ParallelStateFailed#10<6',
      'ExecutionFailed#11<10',
    ]);
  });

  it('records the failed Task of a branch as aborted, but no other type', async () => {
    const harness = new Harness({ fail });
    const types = async (states: Record<string, object>): Promise<readonly string[]> => {
      const { executionArn } = await harness.run(
        program({ P: { Type: 'Parallel', Branches: [program(states)], End: true } }),
      );
      return (await harness.events(executionArn)).slice(3).map(({ type }) => type);
    };
    const end = ['ParallelStateFailed', 'ExecutionFailed'];
    expect((await types({ T: task('fail') })).slice(3)).toEqual(['TaskFailed', 'TaskStateAborted', ...end]);
    expect(await types({ W: { Type: 'Wait', Seconds: '{% -1 %}', End: true } })).toEqual([
      'WaitStateEntered',
      'EvaluationFailed',
      ...end,
    ]);
    const inner = { Type: 'Parallel', Branches: [program({ F: { Type: 'Fail' } })], End: true };
    expect((await types({ Q: inner })).slice(2)).toEqual(['FailStateEntered', 'ParallelStateFailed', ...end]);
  });

  it('catches the failed evaluation of a catcher in a branch', async () => {
    const caught = { ErrorEquals: ['Broken'], Output: '{% $missing %}', Next: 'D' };
    const record = await new Harness({ fail }).run(
      program({
        P: {
          Type: 'Parallel',
          Branches: [program({ T: task('fail', { Catch: [caught] }), D: { Type: 'Succeed' } })],
          Catch: [{ ErrorEquals: ['States.QueryEvaluationError'], Output: 'caught', Next: 'E' }],
          End: true,
        },
        E: { Type: 'Succeed' },
      }),
    );
    expect(outputOf(record)).toBe('caught');
  });
});
