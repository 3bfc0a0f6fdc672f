import { describe, expect, it } from '@jest/globals';
import {
  Harness,
  machine,
  TaskError,
  type FakeFunction,
} from '../../../../../local/stepfunctions/testing.ts';
import { distributed, program, task } from '../support/states.ts';
import { settled } from '../../../../support/settled.ts';

describe('StopExecution', () => {
  const stop = async (definition: object, functions: Record<string, FakeFunction> = {}) => {
    const harness = new Harness(functions);
    const { executionArn } = await harness.engine.startExecution({
      stateMachine: machine(definition),
      input: '[1,2]',
    });
    // All that can be done is done, and no time has passed.
    await harness.clock.hold(settled());
    const before = harness.clock.now();
    const { stopDate } = await harness.engine.stopExecution({
      executionArn,
      error: 'Manual',
      cause: 'probe',
    });
    const { record } = await harness.engine.describeExecution(executionArn);
    return { harness, record, executionArn, waited: stopDate - before };
  };

  it('ends a Wait at once, with error and cause', async () => {
    const { harness, record, executionArn, waited } = await stop(
      program({ W: { Type: 'Wait', Seconds: 1000, End: true } }),
    );
    expect(record).toMatchObject({ status: 'ABORTED', error: 'Manual', cause: 'probe' });
    expect(waited).toBe(0);
    expect(await harness.outline(executionArn)).toEqual([
      'ExecutionStarted#1<0',
      'WaitStateEntered#2<0',
      'ExecutionAborted#3<0',
    ]);
  });

  it('ends a Task at once and aborts its signal', async () => {
    const signals: AbortSignal[] = [];
    const work: FakeFunction = (_payload, { signal }) => {
      signals.push(signal);
      return new Promise(() => undefined);
    };
    const { harness, executionArn } = await stop(program({ T: task('work') }), { work });
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    expect((await harness.outline(executionArn)).slice(2)).toEqual([
      'TaskScheduled#3<2',
      'TaskStarted#4<3',
      'ExecutionAborted#5<0',
    ]);
  });

  it('ends a backoff at once', async () => {
    const broken: FakeFunction = () => {
      throw new TaskError('Broken', '');
    };
    const { record, waited } = await stop(
      program({ T: task('broken', { Retry: [{ ErrorEquals: ['Broken'], IntervalSeconds: 1000 }] }) }),
      { broken },
    );
    expect(record.status).toBe('ABORTED');
    expect(waited).toBe(0);
  });

  it('ends everything inside Parallel and Map, and records it', async () => {
    const { harness, executionArn } = await stop(
      program({
        P: {
          Type: 'Parallel',
          Branches: [
            program({ W: { Type: 'Wait', Seconds: 9, End: true } }),
            program({
              M: {
                Type: 'Map',
                MaxConcurrency: 1,
                ItemProcessor: program({ V: { Type: 'Wait', Seconds: 9, End: true } }),
                End: true,
              },
            }),
          ],
          End: true,
        },
      }),
    );
    expect((await harness.outline(executionArn)).slice(2)).toEqual([
      'ParallelStateStarted#3<2',
      'WaitStateEntered#4<3',
      'MapStateEntered#5<3',
      'MapStateStarted#6<5',
      'MapIterationStarted#7<6',
      'WaitStateEntered#8<7',
      'WaitStateAborted#9<4',
      'MapIterationAborted#10<8',
      'WaitStateAborted#11<8',
      'MapStateAborted#12<8',
      'ParallelStateAborted#13<4',
      'ExecutionAborted#14<0',
    ]);
  });

  it('ends the children of a Map Run', async () => {
    const { harness, executionArn } = await stop(
      program({
        M: {
          Type: 'Map',
          ItemProcessor: distributed({ W: { Type: 'Wait', Seconds: 9, End: true } }),
          End: true,
        },
      }),
    );
    const [run] = (await harness.engine.listMapRuns(executionArn, 9)).items;
    expect(run).toMatchObject({ status: 'ABORTED', executionCounts: { aborted: 2 } });
    const types = (await harness.events(executionArn)).map(({ type }) => type);
    expect(types.slice(-3)).toEqual(['MapRunAborted', 'MapStateAborted', 'ExecutionAborted']);
  });

  it('ends an execution once, for the first reason', async () => {
    const harness = new Harness();
    const { executionArn } = await harness.engine.startExecution({
      stateMachine: machine(program({ W: { Type: 'Wait', Seconds: 9, End: true } })),
    });
    await Promise.all(
      ['first', 'second'].map((error) => harness.engine.stopExecution({ executionArn, error })),
    );
    const { record } = await harness.engine.describeExecution(executionArn);
    expect(record).toMatchObject({ status: 'ABORTED', error: 'first' });
    expect((await harness.outline(executionArn)).slice(1)).toEqual([
      'WaitStateEntered#2<0',
      'ExecutionAborted#3<0',
    ]);
  });

  it('does not change an ended execution, and refuses an unknown one', async () => {
    const harness = new Harness();
    const record = await harness.run(program({ S: { Type: 'Succeed' } }));
    const { executionArn } = record;
    const history = await harness.outline(executionArn);
    await harness.clock.sleep(1000);
    expect(await harness.engine.stopExecution({ executionArn, error: 'E' })).toEqual({
      stopDate: record.stopDate,
    });
    expect((await harness.engine.describeExecution(executionArn)).record).toEqual(record);
    expect(await harness.outline(executionArn)).toEqual(history);
    await expect(harness.engine.stopExecution({ executionArn: 'arn' })).rejects.toMatchObject({
      name: 'ExecutionDoesNotExist',
    });
  });
});

describe('the time limit of an execution', () => {
  it('ends it', async () => {
    const harness = new Harness();
    const before = harness.clock.now();
    const record = await harness.run({
      TimeoutSeconds: 7,
      ...program({ W: { Type: 'Wait', Seconds: 8, End: true } }),
    });
    expect(record.status).toBe('TIMED_OUT');
    expect(harness.clock.now() - before).toBe(7000);
    const last = (await harness.events(record.executionArn)).at(-1);
    expect(last).toMatchObject({ type: 'ExecutionTimedOut', previousEventId: 0 });
    expect(last?.details).toEqual({ error: 'States.Timeout' });
    expect(record).not.toHaveProperty('error');
    expect(record).not.toHaveProperty('cause');
  });

  it('is a year without TimeoutSeconds', async () => {
    const harness = new Harness();
    const record = await harness.run(
      program({
        W: { Type: 'Wait', Seconds: 20_000_000, Next: 'V' },
        V: { Type: 'Wait', Seconds: 20_000_000, End: true },
      }),
    );
    expect(record.status).toBe('TIMED_OUT');
  });
});

describe('the limit of the history', () => {
  const loop = program({
    C: { Type: 'Choice', Choices: [{ Condition: '{% $states.input < 0 %}', Next: 'S' }], Default: 'C' },
    S: { Type: 'Succeed' },
  });

  it('ends an endless loop with the 25,000th event', async () => {
    const harness = new Harness();
    const record = await harness.run(loop, 1);
    expect(record).toMatchObject({
      status: 'FAILED',
      error: 'States.Runtime',
      cause: 'The execution reached the maximum number of history events (25000).',
      eventCount: 25_000,
    });
    expect((await harness.outline(record.executionArn)).slice(-2)).toEqual([
      'ChoiceStateExited#24999<24998',
      'ExecutionFailed#25000<24999',
    ]);
    const { redriveStatus } = await harness.engine.describeExecution(record.executionArn);
    expect(redriveStatus).toBe('NOT_REDRIVABLE');
  });

  it('lets an execution succeed with its last event', async () => {
    const passes = (count: number): object =>
      program(
        Object.fromEntries(
          Array.from({ length: count }, (_, index) => [
            `P${index}`,
            { Type: 'Pass', ...(index === count - 1 ? { End: true } : { Next: `P${index + 1}` }) },
          ]),
        ),
      );
    const harness = new Harness({}, { quotas: { historyEvents: 8 } });
    expect(await harness.run(passes(3))).toMatchObject({ status: 'SUCCEEDED', eventCount: 8 });
    const full = await harness.run(passes(4));
    expect(full).toMatchObject({ status: 'FAILED', eventCount: 8 });
    expect((await harness.events(full.executionArn)).at(-1)).toMatchObject({
      id: 8,
      previousEventId: 7,
      type: 'ExecutionFailed',
      details: {
        error: 'States.Runtime',
        cause: 'The execution reached the maximum number of history events (8).',
      },
    });
    expect(await harness.engine.describeExecution(full.executionArn)).toMatchObject({
      redriveStatus: 'NOT_REDRIVABLE',
      redriveStatusReason: 'Execution has exceeded the maximum history event limit',
    });
  });

  it.each<[end: string, limits: object]>([
    ['ABORTED', {}],
    ['TIMED_OUT', { TimeoutSeconds: 1 }],
  ])('lets an execution be %s with its last event', async (status, limits) => {
    const harness = new Harness({}, { quotas: { historyEvents: 3 } });
    const { executionArn } = await harness.engine.startExecution({
      stateMachine: machine({ ...limits, ...program({ W: { Type: 'Wait', Seconds: 9, End: true } }) }),
    });
    if (status === 'ABORTED') await harness.engine.stopExecution({ executionArn });
    expect(await harness.engine.whenEnded(executionArn)).toMatchObject({ status, eventCount: 3 });
  });

  it('applies inside a Map with many iterations, despite Catch', async () => {
    const harness = new Harness({}, { quotas: { historyEvents: 100 } });
    const record = await harness.run(
      program({
        M: {
          Type: 'Map',
          Items: '{% $range(1, 1000, 1) %}',
          ItemProcessor: program({ W: { Type: 'Wait', Seconds: 1, End: true } }),
          Catch: [{ ErrorEquals: ['States.ALL'], Next: 'S' }],
          End: true,
        },
        S: { Type: 'Succeed' },
      }),
    );
    expect(record).toMatchObject({ status: 'FAILED', error: 'States.Runtime', eventCount: 100 });
    expect((await harness.events(record.executionArn)).at(-1)).toMatchObject({
      id: 100,
      previousEventId: 99,
    });
  });
});

describe('the limit of payloads', () => {
  const LIMIT = 256 * 1024;
  const limit = (subject: string): string =>
    `The state/task '${subject}' returned a result with a size exceeding the maximum number of bytes service limit.`;

  it('counts UTF-8 bytes, and lets exactly 256 KiB pass', async () => {
    const harness = new Harness();
    const pad = (count: number): object =>
      program({ P: { Type: 'Pass', Output: `{% $pad("", ${count}, "é") %}`, End: true } });
    expect((await harness.run(pad(LIMIT / 2 - 1))).status).toBe('SUCCEEDED');
    expect(await harness.run(pad(LIMIT / 2))).toMatchObject({
      error: 'States.DataLimitExceeded',
      cause: limit('P'),
    });
  });

  // As recorded on AWS. By the documentation, States.ALL does not catch it.
  it.each(['States.ALL', 'States.DataLimitExceeded'])(
    'lets %s catch an oversized result of a state',
    async (name) => {
      const harness = new Harness({ echo: (payload) => payload });
      const record = await harness.run(
        program({
          T: task('echo', {
            Arguments: { FunctionName: 'echo', Payload: `{% $pad("", ${LIMIT}, "x") %}` },
            Catch: [{ ErrorEquals: [name], Next: 'S' }],
          }),
          S: { Type: 'Succeed' },
        }),
      );
      expect(record.status).toBe('SUCCEEDED');
    },
  );

  it('refuses an input that is too large, or not valid JSON', async () => {
    const harness = new Harness();
    const stateMachine = machine(program({ S: { Type: 'Succeed' } }));
    for (const input of [JSON.stringify('x'.repeat(LIMIT)), '{']) {
      await expect(harness.engine.startExecution({ stateMachine, input })).rejects.toMatchObject({
        name: 'InvalidExecutionInput',
      });
    }
  });

  it.each(['a b', 'a/b', 'a:b', 'x'.repeat(81), '', 'é\u0001', '<a>'])(
    'refuses the name %j',
    async (name) => {
      const harness = new Harness();
      const stateMachine = machine(program({ S: { Type: 'Succeed' } }));
      await expect(harness.engine.startExecution({ stateMachine, name })).rejects.toMatchObject({
        name: 'InvalidName',
      });
    },
  );
});

describe('a state machine that is deleted', () => {
  const waiting = { Type: 'Wait', Seconds: 5, Next: 'End' };
  const States = { Wait: waiting, End: { Type: 'Succeed' } };

  it('ends only its own executions, at their next step', async () => {
    const harness = new Harness();
    const start = (name: string) =>
      harness.engine.startExecution({ stateMachine: machine({ StartAt: 'Wait', States }, name) });
    const [own, other] = await Promise.all([start('old'), start('older')]);

    harness.engine.stateMachineDeleted(own.stateMachineArn);

    expect(await harness.engine.whenEnded(own.executionArn)).toMatchObject({
      status: 'FAILED',
      error: 'States.Runtime',
      cause: expect.stringContaining('State machine old has been deleted'),
    });
    expect(await harness.engine.whenEnded(other.executionArn)).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('ends the executions of its Map Runs, too', async () => {
    const harness: Harness = new Harness({
      remove: (payload) => {
        harness.engine.stateMachineDeleted(machine({}).stateMachineArn);
        return payload;
      },
    });
    const inner = { I: task('remove', { Next: 'End', End: undefined }), End: { Type: 'Succeed' } };
    const { executionArn } = await harness.run(
      program({ M: { Type: 'Map', ItemProcessor: distributed(inner), End: true } }),
      [1],
    );

    const [mapRun] = (await harness.engine.listMapRuns(executionArn, 1)).items;
    const { items } = await harness.engine.listExecutions({ mapRunArn: mapRun!.mapRunArn, limit: 9 });
    expect(items.map(({ record }) => [record.status, record.error])).toEqual([['FAILED', 'States.Runtime']]);
  });
});
