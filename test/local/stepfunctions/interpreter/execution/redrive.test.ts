import { describe, expect, it } from '@jest/globals';
import type { JsonValue } from '../../../../../local/stepfunctions/interpreter/json.ts';
import {
  Harness,
  machine,
  outputOf,
  TaskError,
  type FakeFunction,
} from '../../../../../local/stepfunctions/testing.ts';
import { distributed, program, task } from '../support/states.ts';

/** A function that fails for the payloads in `broken`, and records its calls. */
function patient(broken: Set<JsonValue>): { readonly work: FakeFunction; readonly calls: JsonValue[] } {
  const calls: JsonValue[] = [];
  const work: FakeFunction = (payload) => {
    calls.push(payload);
    if (broken.has(payload)) throw new TaskError('Broken', 'later');
    return payload;
  };
  return { work, calls };
}

describe('a redrive', () => {
  it('schedules the failed Task again and keeps what came before, variables included', async () => {
    const broken = new Set<JsonValue>(['x']);
    const { work, calls } = patient(broken);
    const harness = new Harness({ work });
    const failed = await harness.run(
      program({
        A: { Type: 'Pass', Assign: { v: '{% $uuid() %}' }, Output: 'x', Next: 'B' },
        B: task('work', {
          Output: [
            '{% $v %}',
            '{% $states.context.Execution.RedriveCount %}',
            '{% $states.context.State.RetryCount %}',
          ],
        }),
      }),
    );
    const { assignedVariables } = (await harness.events(failed.executionArn))[2]!.details as {
      assignedVariables: { v: string };
    };
    broken.clear();
    const redriven = await harness.redrive(failed.executionArn);
    expect(outputOf(redriven)).toEqual([JSON.parse(assignedVariables.v), 1, 0]);
    expect(calls).toEqual(['x', 'x']);
    expect((await harness.outline(failed.executionArn)).slice(6)).toEqual([
      'TaskFailed#7<6',
      'ExecutionFailed#8<7',
      'ExecutionRedriven#9<8',
      'TaskScheduled#10<4',
      'TaskStarted#11<10',
      'TaskSucceeded#12<11',
      'TaskStateExited#13<12',
      'ExecutionSucceeded#14<13',
    ]);
    expect(redriven).toMatchObject({ redriveCount: 1, startDate: failed.startDate });
    expect(redriven).not.toHaveProperty('error');
  });

  it('resets retry counters and time limits, and can be repeated', async () => {
    const broken = new Set<JsonValue>([1]);
    const { work, calls } = patient(broken);
    const harness = new Harness({ work });
    const failed = await harness.run(
      {
        TimeoutSeconds: 100,
        ...program({
          B: task('work', { Retry: [{ ErrorEquals: ['Broken'], MaxAttempts: 1, IntervalSeconds: 60 }] }),
        }),
      },
      1,
    );
    expect(calls).toHaveLength(2);
    const again = await harness.redrive(failed.executionArn);
    expect(again).toMatchObject({ status: 'FAILED', redriveCount: 1 });
    expect(calls).toHaveLength(4);
    broken.clear();
    expect(await harness.redrive(failed.executionArn)).toMatchObject({
      status: 'SUCCEEDED',
      redriveCount: 2,
    });
    const events = await harness.events(failed.executionArn);
    expect(events.filter(({ type }) => type === 'ExecutionRedriven').map(({ details }) => details)).toEqual([
      { redriveCount: 1 },
      { redriveCount: 2 },
    ]);
  });

  it('runs only the branches that did not succeed', async () => {
    const broken = new Set<JsonValue>(['b']);
    const { work, calls } = patient(broken);
    const harness = new Harness({ work });
    const branch = (name: string, first: object = {}): object =>
      program({
        [`${name}1`]: { Type: 'Pass', Output: name, Assign: { mine: name }, ...first, Next: name },
        [name]: task('work', { Output: '{% $mine & $states.result.Payload %}' }),
      });
    const failed = await harness.run(
      program({
        P: {
          Type: 'Parallel',
          Branches: [
            branch('a'),
            program({
              W: { Type: 'Wait', Seconds: 1, Next: 'W2' },
              W2: { Type: 'Pass', Output: 'b', End: false, Next: 'b' },
              b: task('work'),
            }),
            program({ L: { Type: 'Wait', Seconds: 5, Output: 'late', End: true } }),
          ],
          End: true,
        },
      }),
    );
    expect(failed.status).toBe('FAILED');
    broken.clear();
    expect(outputOf(await harness.redrive(failed.executionArn))).toEqual(['aa', 'b', 'late']);
    expect(calls).toEqual(['a', 'b', 'b']);
    const events = await harness.events(failed.executionArn);
    expect(events.filter(({ type }) => type === 'ParallelStateStarted')).toHaveLength(1);
  });

  it('runs only the iterations that did not succeed', async () => {
    const broken = new Set<JsonValue>([2, 3]);
    const { work, calls } = patient(broken);
    const harness = new Harness({ work });
    const failed = await harness.run(
      program({
        M: {
          Type: 'Map',
          Items: '{% [$states.input, $uuid()] %}',
          ItemSelector: '{% $states.context.Map.Item.Value %}',
          MaxConcurrency: 1,
          ItemProcessor: program({ I: task('work') }),
          End: true,
        },
      }),
      [1, 2, 3],
    );
    expect(failed.status).toBe('FAILED');
    broken.delete(2);
    expect((await harness.redrive(failed.executionArn)).status).toBe('FAILED');
    broken.clear();
    const [a, b, c, uuid] = outputOf(await harness.redrive(failed.executionArn)) as JsonValue[];
    expect([a, b, c]).toEqual([1, 2, 3]);
    expect(calls).toEqual([1, 2, 2, 3, 3, uuid]);
    const { details } = (await harness.events(failed.executionArn))[2]!;
    expect(details).toEqual({ length: 4 });
  });

  it('runs only the children of a Map Run that did not succeed', async () => {
    const broken = new Set<JsonValue>([1, 3]);
    const { work, calls } = patient(broken);
    const harness = new Harness({ work });
    const failed = await harness.run(
      program({
        M: {
          Type: 'Map',
          ToleratedFailureCount: 1,
          MaxConcurrency: 1,
          ItemProcessor: distributed({ P: { Type: 'Pass', Next: 'I' }, I: task('work') }),
          End: true,
        },
      }),
      [0, 1, 2, 3, 4],
    );
    expect(calls).toEqual([0, 1, 2, 3]);
    const [before] = (await harness.engine.listMapRuns(failed.executionArn, 9)).items;
    expect(before).toMatchObject({ status: 'FAILED', itemCounts: { failed: 2, pending: 1, succeeded: 2 } });
    broken.clear();
    expect(outputOf(await harness.redrive(failed.executionArn))).toEqual([0, 1, 2, 3, 4]);
    expect(calls.slice(4)).toEqual([1, 3, 4]);
    const { items } = await harness.engine.listMapRuns(failed.executionArn, 9);
    expect(items).toMatchObject([
      { status: 'SUCCEEDED', redriveCount: 1, itemCounts: { succeeded: 5, failed: 0, total: 5 } },
    ]);
    const { items: children } = await harness.engine.listExecutions({
      mapRunArn: items[0]!.mapRunArn,
      limit: 9,
    });
    const redriven = children.filter(({ record }) => record.redriveCount === 1);
    expect(redriven).toHaveLength(2);
    for (const { record } of redriven) {
      expect(record.redriveDate).toBeGreaterThanOrEqual(failed.stopDate!);
      expect((await harness.outline(record.executionArn)).slice(7)).toEqual([
        'ExecutionFailed#8<7',
        'ExecutionRedriven#9<8',
        'TaskScheduled#10<4',
        'TaskStarted#11<10',
        'TaskSucceeded#12<11',
        'TaskStateExited#13<12',
        'ExecutionSucceeded#14<13',
      ]);
    }
    const types = (await harness.events(failed.executionArn)).map(({ type }) => type);
    expect(types.filter((type) => type.startsWith('MapRun'))).toEqual([
      'MapRunStarted',
      'MapRunFailed',
      'MapRunRedriven',
      'MapRunSucceeded',
    ]);
  });

  it('starts Express children again from their first state, under the same ARN', async () => {
    const broken = new Set<JsonValue>([1]);
    const { work, calls } = patient(broken);
    const harness = new Harness({ first: (payload) => payload, work });
    const failed = await harness.run(
      program({
        M: {
          Type: 'Map',
          ItemProcessor: distributed(
            { A: task('work', { End: undefined, Next: 'B' }), B: { Type: 'Pass', End: true } },
            'EXPRESS',
          ),
          End: true,
        },
      }),
      [1],
    );
    const [run] = (await harness.engine.listMapRuns(failed.executionArn, 9)).items;
    const [child] = (await harness.engine.listExecutions({ mapRunArn: run!.mapRunArn, limit: 9 })).items;
    expect(child).toMatchObject({ redriveStatus: 'REDRIVABLE_BY_MAP_RUN' });
    broken.clear();
    expect(outputOf(await harness.redrive(failed.executionArn))).toEqual([1]);
    expect(calls).toEqual([1, 1]);
    expect((await harness.outline(child!.record.executionArn)).slice(4)).toEqual([
      'TaskFailed#5<4',
      'ExecutionFailed#6<5',
      'ExecutionStarted#7<0',
      'TaskStateEntered#8<0',
      'TaskScheduled#9<8',
      'TaskStarted#10<9',
      'TaskSucceeded#11<10',
      'TaskStateExited#12<11',
      'PassStateEntered#13<12',
      'PassStateExited#14<13',
      'ExecutionSucceeded#15<14',
    ]);
    const { record } = await harness.engine.describeExecution(child!.record.executionArn);
    expect(record).toMatchObject({ status: 'SUCCEEDED', redriveCount: 1 });
    expect(record).not.toHaveProperty('redriveDate');
  });

  it('runs all children of a Map again if it failed on the size of its result', async () => {
    const sizes: number[] = [];
    let length = 90;
    const harness = new Harness(
      {
        work: () => {
          sizes.push(length);
          return 'x'.repeat(length);
        },
      },
      { quotas: { payloadBytes: 300 } },
    );
    const failed = await harness.run(
      program({ M: { Type: 'Map', ItemProcessor: distributed({ I: task('work') }), End: true } }),
      [1, 2, 3, 4],
    );
    expect(failed.error).toBe('States.DataLimitExceeded');
    length = 5;
    expect(outputOf(await harness.redrive(failed.executionArn))).toHaveLength(4);
    expect(sizes).toEqual([90, 90, 90, 90, 5, 5, 5, 5]);
    expect(
      (await harness.engine.listMapRuns(failed.executionArn, 9)).items.map(({ status }) => status),
    ).toEqual(['FAILED', 'SUCCEEDED']);
  });

  it('fails a Fail state again', async () => {
    const harness = new Harness();
    const failed = await harness.run(program({ F: { Type: 'Fail', Error: 'E' } }));
    expect(await harness.redrive(failed.executionArn)).toMatchObject({ status: 'FAILED', error: 'E' });
    expect((await harness.outline(failed.executionArn)).slice(3)).toEqual([
      'ExecutionRedriven#4<3',
      'ExecutionFailed#5<4',
    ]);
  });

  it('returns the first answer for a repeated client token', async () => {
    const harness = new Harness();
    const { executionArn } = await harness.run(program({ F: { Type: 'Fail' } }));
    const redrive = async (clientToken: string): Promise<number> => {
      const { redriveDate } = await harness.engine.redriveExecution({ executionArn, clientToken });
      await harness.engine.whenEnded(executionArn);
      return redriveDate;
    };
    const first = await redrive('a');
    const sleep = (ms: number): Promise<void> => harness.clock.sleep(ms, new AbortController().signal);
    await sleep(60_000);
    expect(await redrive('a')).toBe(first);
    expect(await redrive('b')).toBe(first + 60_000);
    // A token is remembered for fifteen minutes.
    await sleep(14 * 60_000);
    expect(await redrive('a')).toBe(first + 15 * 60_000);
    await sleep(60_000);
    expect(await redrive('a')).toBe(first + 15 * 60_000);
    expect((await harness.engine.describeExecution(executionArn)).record.redriveCount).toBe(3);
  });

  it('remembers the last ten client tokens', async () => {
    const harness = new Harness();
    const { executionArn } = await harness.run(program({ F: { Type: 'Fail' } }));
    const redrive = async (clientToken: string): Promise<number> => {
      await harness.clock.sleep(1);
      const { redriveDate } = await harness.engine.redriveExecution({ executionArn, clientToken });
      await harness.engine.whenEnded(executionArn);
      return redriveDate;
    };
    const dates: number[] = [];
    for (const token of '0123456789') dates.push(await redrive(token));
    expect(await redrive('0')).toBe(dates[0]);
    await redrive('10');
    expect(await redrive('1')).toBe(dates[1]);
    expect(await redrive('0')).toBeGreaterThan(dates[9]!);
  });

  it.each<[what: string, definition: object, message: string]>([
    ['succeeded', program({ S: { Type: 'Succeed' } }), 'Execution is SUCCEEDED and cannot be redriven'],
    [
      'is running',
      program({ W: { Type: 'Wait', Seconds: 9, End: true } }),
      'Execution is RUNNING and cannot be redriven',
    ],
  ])('is refused for an execution that %s', async (_what, definition, message) => {
    const harness = new Harness();
    const { executionArn } = await harness.engine.startExecution({ stateMachine: machine(definition) });
    if (_what === 'succeeded') await harness.engine.whenEnded(executionArn);
    await expect(harness.engine.redriveExecution({ executionArn })).rejects.toMatchObject({
      name: 'ExecutionNotRedrivable',
      message: `Execution ${executionArn} invalid for redrive as: ${message}`,
    });
  });

  it('is refused for a child, and for an execution that does not exist', async () => {
    const broken = new Set<JsonValue>([1]);
    const harness = new Harness({ work: patient(broken).work });
    const failed = await harness.run(
      program({ M: { Type: 'Map', ItemProcessor: distributed({ I: task('work') }), End: true } }),
      [1],
    );
    const [run] = (await harness.engine.listMapRuns(failed.executionArn, 9)).items;
    const [child] = (await harness.engine.listExecutions({ mapRunArn: run!.mapRunArn, limit: 9 })).items;
    await expect(
      harness.engine.redriveExecution({ executionArn: child!.record.executionArn }),
    ).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Labeled Execution ARNs are not supported for this API',
    });
    await expect(harness.engine.redriveExecution({ executionArn: 'arn' })).rejects.toMatchObject({
      name: 'ExecutionDoesNotExist',
    });
  });

  it('runs only one of two concurrent redrives', async () => {
    const harness = new Harness();
    const { executionArn } = await harness.run(program({ F: { Type: 'Fail' } }));
    const answers = await Promise.allSettled([
      harness.engine.redriveExecution({ executionArn }),
      harness.engine.redriveExecution({ executionArn }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = answers.find(({ status }) => status === 'rejected');
    expect(refused).toMatchObject({
      reason: {
        message: `Execution ${executionArn} invalid for redrive as: Execution is RUNNING and cannot be redriven`,
      },
    });
    await harness.engine.whenEnded(executionArn);
    expect((await harness.engine.describeExecution(executionArn)).record.redriveCount).toBe(1);
  });
});
