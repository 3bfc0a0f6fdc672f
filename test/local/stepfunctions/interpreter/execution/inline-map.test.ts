import { describe, expect, it } from '@jest/globals';
import {
  Harness,
  outputOf,
  TaskError,
  type FakeFunction,
} from '../../../../../local/stepfunctions/testing.ts';
import { program, task } from '../support/states.ts';
import { settled } from '../../../../support/settled.ts';

const map = (rest: object): object => program({ M: { Type: 'Map', End: true, ...rest } });

describe('an inline Map', () => {
  it('of no items succeeds with an empty array', async () => {
    const harness = new Harness();
    const record = await harness.run(map({ ItemProcessor: program({ I: { Type: 'Pass', End: true } }) }), []);
    expect(outputOf(record)).toEqual([]);
    expect((await harness.outline(record.executionArn)).slice(2, 5)).toEqual([
      'MapStateStarted#3<2',
      'MapStateSucceeded#4<3',
      'MapStateExited#5<3',
    ]);
    // The items are the input, which is in the history. They are not kept twice.
    const [started] = await harness.store.readJournal(record.executionArn, { limit: 1, after: 2 });
    expect(started).not.toHaveProperty('data');
  });

  it('shapes each item with ItemSelector, in the context of the Map', async () => {
    const harness = new Harness();
    const record = await harness.run(
      map({
        Items: '{% $states.input.items %}',
        ItemSelector: {
          index: '{% $states.context.Map.Item.Index %}',
          value: '{% $states.context.Map.Item.Value %}',
          members: '{% $keys($states.context.Map.Item) %}',
          state: '{% $states.context.State.Name %}',
          all: '{% $count($states.input.items) %}',
        },
        ItemProcessor: program({
          I: {
            Type: 'Pass',
            Output: [
              '{% $states.input %}',
              '{% $states.context.Map.Item.Index %}',
              '{% $states.context.State.Name %}',
            ],
            End: true,
          },
        }),
      }),
      { items: ['a', null] },
    );
    expect(outputOf(record)).toEqual([
      [{ index: 0, value: 'a', members: ['Index', 'Value'], state: 'M', all: 2 }, 0, 'I'],
      [{ index: 1, value: null, members: ['Index', 'Value'], state: 'M', all: 2 }, 1, 'I'],
    ]);
  });

  it.each<[maxConcurrency: number | undefined, items: number, peak: number]>([
    [3, 10, 3],
    [0, 100, 40],
    [undefined, 100, 40],
    [60, 100, 40],
    [1, 3, 1],
  ])('with MaxConcurrency %s and %s items runs %s at once', async (maxConcurrency, items, peak) => {
    let running = 0;
    let highest = 0;
    const work: FakeFunction = async (payload, { signal }) => {
      running += 1;
      highest = Math.max(highest, running);
      await harness.clock.sleep(1000, signal);
      running -= 1;
      return payload;
    };
    const harness = new Harness({ work });
    const record = await harness.run(
      map({
        ...(maxConcurrency === undefined ? {} : { MaxConcurrency: maxConcurrency }),
        ItemProcessor: program({ I: task('work') }),
      }),
      Array.from({ length: items }, (_, index) => index),
    );
    expect(outputOf(record)).toEqual(Array.from({ length: items }, (_, index) => index));
    expect(highest).toBe(peak);
  });

  it('fails with the iteration that fails and ends the others', async () => {
    const work: FakeFunction = async (payload, { signal }) => {
      await harness.clock.sleep(Number(payload) * 1000, signal);
      if (payload === 2) throw new TaskError('Broken', 'no more');
      return payload;
    };
    const harness = new Harness({ work });
    const record = await harness.run(
      map({ ItemProcessor: program({ I: task('work') }), MaxConcurrency: 3 }),
      [1, 2, 3, 4],
    );
    expect(record).toMatchObject({ error: 'Broken', cause: 'no more' });
    const events = await harness.events(record.executionArn);
    const started = events.filter(({ type }) => type === 'MapIterationStarted');
    expect(started).toHaveLength(4);
    const failed = events.find(({ type }) => type === 'TaskFailed')!;
    const after = events.slice(failed.id);
    expect(after.map(({ type }) => type)).toEqual([
      'MapIterationFailed',
      'TaskStateAborted',
      'MapIterationAborted',
      'TaskStateAborted',
      'MapIterationAborted',
      'TaskStateAborted',
      'MapStateFailed',
      'ExecutionFailed',
    ]);
    expect(after.slice(0, 7).map(({ previousEventId }) => previousEventId)).toEqual(
      after.slice(0, 7).map(() => failed.id),
    );
    expect(after[7]?.previousEventId).toBe(after[6]?.id);
  });

  it('starts an iteration after the previous one in its slot', async () => {
    const harness = new Harness();
    const record = await harness.run(
      map({ MaxConcurrency: 1, ItemProcessor: program({ I: { Type: 'Pass', End: true } }) }),
      [1, 2],
    );
    expect((await harness.outline(record.executionArn)).slice(3, 13)).toEqual([
      'MapIterationStarted#4<3',
      'PassStateEntered#5<4',
      'PassStateExited#6<5',
      'MapIterationSucceeded#7<6',
      'MapIterationStarted#8<6',
      'PassStateEntered#9<8',
      'PassStateExited#10<9',
      'MapIterationSucceeded#11<10',
      'MapStateSucceeded#12<11',
      'MapStateExited#13<11',
    ]);
  });

  it('reports a failed ItemSelector in the iteration, and the Map may catch it', async () => {
    const harness = new Harness();
    const record = await harness.run(
      program({
        M: {
          Type: 'Map',
          Items: [{ a: 1 }, {}],
          MaxConcurrency: 1,
          ItemSelector: { a: '{% $states.context.Map.Item.Value.a %}' },
          ItemProcessor: program({ I: { Type: 'Pass', End: true } }),
          Catch: [{ ErrorEquals: ['States.QueryEvaluationError'], Next: 'D' }],
          End: true,
        },
        D: { Type: 'Succeed' },
      }),
    );
    expect(outputOf(record)).toMatchObject({ Error: 'States.QueryEvaluationError' });
    const types = (await harness.events(record.executionArn)).map(({ type }) => type);
    expect(types.slice(8, 12)).toEqual([
      'EvaluationFailed',
      'MapIterationFailed',
      'MapStateFailed',
      'MapStateExited',
    ]);
    expect(types.filter((type) => type === 'EvaluationFailed')).toHaveLength(1);
  });

  it('aborts the task state of an iteration that times out', async () => {
    const slow: FakeFunction = async (_payload, { signal }) => {
      await harness.clock.sleep(60_000, signal);
      return null;
    };
    const harness = new Harness({ slow });
    const record = await harness.run(
      map({ ItemProcessor: program({ I: task('slow', { TimeoutSeconds: 1 }) }) }),
      [1],
    );
    expect((await harness.outline(record.executionArn)).slice(-5)).toEqual([
      'TaskTimedOut#8<7',
      'MapIterationFailed#9<8',
      'TaskStateAborted#10<8',
      'MapStateFailed#11<8',
      'ExecutionFailed#12<11',
    ]);
  });

  it('starts again on a retry, and records its failure only after the last', async () => {
    const harness = new Harness();
    const record = await harness.run(
      map({
        ItemProcessor: program({ F: { Type: 'Fail', Error: 'E' } }),
        Retry: [{ ErrorEquals: ['E'], MaxAttempts: 1 }],
      }),
      [1],
    );
    expect(await harness.outline(record.executionArn)).toEqual([
      'ExecutionStarted#1<0',
      'MapStateEntered#2<0',
      'MapStateStarted#3<2',
      'MapIterationStarted#4<3',
      'FailStateEntered#5<4',
      'MapIterationFailed#6<5',
      'MapStateStarted#7<5',
      'MapIterationStarted#8<7',
      'FailStateEntered#9<8',
      'MapIterationFailed#10<9',
      'MapStateFailed#11<9',
      'ExecutionFailed#12<11',
    ]);
  });

  it('names the state and the item in the events of its iterations', async () => {
    const harness = new Harness();
    const ends = async (last: object): Promise<readonly unknown[]> => {
      const { executionArn } = await harness.run(
        map({
          MaxConcurrency: 2,
          ItemProcessor: program({
            C: {
              Type: 'Choice',
              Choices: [{ Condition: '{% $states.context.Map.Item.Index = 1 %}', Next: 'E' }],
              Default: 'W',
            },
            W: { Type: 'Wait', Seconds: 9, End: true },
            E: last,
          }),
        }),
        ['a', 'b'],
      );
      const iterations = (await harness.events(executionArn)).filter(({ type }) =>
        type.startsWith('MapIter'),
      );
      return iterations.map(({ type, details }) => [type.slice('MapIteration'.length), details]);
    };
    const [first, second] = [0, 1].map((index) => ({ name: 'M', index }));
    expect(await ends({ Type: 'Succeed' })).toEqual([
      ['Started', first],
      ['Started', second],
      ['Succeeded', second],
      ['Succeeded', first],
    ]);
    expect(await ends({ Type: 'Fail' })).toEqual([
      ['Started', first],
      ['Started', second],
      ['Failed', second],
      ['Aborted', first],
    ]);
  });

  it('fails with the first of two concurrent failures', async () => {
    const harness = new Harness();
    const record = await harness.run(
      map({ ItemProcessor: program({ F: { Type: 'Fail', Error: '{% "E" & $states.input %}' } }) }),
      [1, 2],
    );
    expect(record.error).toBe('E1');
    expect((await harness.outline(record.executionArn)).slice(3)).toEqual([
      'MapIterationStarted#4<3',
      'MapIterationStarted#5<3',
      'FailStateEntered#6<4',
      'FailStateEntered#7<5',
      'MapIterationFailed#8<6',
      'MapIterationFailed#9<7',
      'MapStateFailed#10<6',
      'ExecutionFailed#11<10',
    ]);
  });

  it.each<[bytes: number, status: string]>([
    [100, 'SUCCEEDED'],
    [101, 'FAILED'],
  ])('with %i bytes from ItemSelector for an iteration, 100 allowed, has %s', async (bytes, status) => {
    const harness = new Harness({}, { quotas: { payloadBytes: 100 } });
    const record = await harness.run(
      map({
        ItemSelector: `{% $pad("", ${bytes - 2}, "x") %}`,
        ItemProcessor: program({ I: { Type: 'Succeed', Output: 1 } }),
      }),
      [1],
    );
    expect([record.status, record.error]).toEqual([
      status,
      status === 'FAILED' ? 'States.DataLimitExceeded' : undefined,
    ]);
    const types = (await harness.events(record.executionArn)).map(({ type }) => type);
    expect(types.includes('SucceedStateEntered')).toBe(status === 'SUCCEEDED');
  });

  it('keeps the inputs of its iterations after a redrive', async () => {
    const broken = new Set(['b']);
    const harness = new Harness({
      work: (payload) => {
        if (broken.has(payload as string)) throw new TaskError('Broken', '');
        return payload;
      },
    });
    const failed = await harness.run(
      map({
        MaxConcurrency: 1,
        ItemSelector:
          '{% $states.context.Execution.RedriveCount = 0 ? $states.context.Map.Item.Value : $missing %}',
        ItemProcessor: program({ I: task('work') }),
      }),
      ['a', 'b'],
    );
    expect(failed.error).toBe('Broken');
    broken.clear();
    expect(outputOf(await harness.redrive(failed.executionArn))).toEqual(['a', 'b']);
  });

  it('runs all iterations again after a redrive if its result was too large', async () => {
    let isHanging = false;
    let length = 40;
    const calls: unknown[] = [];
    const harness = new Harness(
      {
        work: (payload) => {
          calls.push(payload);
          return isHanging && payload === 2 ? new Promise(() => undefined) : 'x'.repeat(length);
        },
      },
      { quotas: { payloadBytes: 250 } },
    );
    const definition = map({ MaxConcurrency: 1, ItemProcessor: program({ I: task('work') }) });
    const { executionArn, error } = await harness.run(definition, [1, 2, 3, 4, 5, 6]);
    expect(error).toBe('States.DataLimitExceeded');

    // A stopped redrive has started anew. The next one continues from there.
    length = 1;
    isHanging = true;
    calls.length = 0;
    await harness.engine.redriveExecution({ executionArn });
    await settled();
    await harness.engine.stopExecution({ executionArn });
    expect(calls).toEqual([1, 2]);
    isHanging = false;
    expect(outputOf(await harness.redrive(executionArn))).toEqual(['x', 'x', 'x', 'x', 'x', 'x']);
    expect(calls).toEqual([1, 2, 2, 3, 4, 5, 6]);
    const types = (await harness.events(executionArn)).map(({ type }) => type);
    expect(types.filter((type) => type === 'MapStateStarted')).toHaveLength(2);
  });

  it('names its ItemSelector if it fails in TestState', async () => {
    const definition = JSON.stringify({
      QueryLanguage: 'JSONata',
      Type: 'Map',
      ItemSelector: '{% $no %}',
      ItemProcessor: program({ I: { Type: 'Succeed' } }),
      End: true,
    });
    const mock = { result: '[1]' };
    expect(await new Harness().engine.testState({ definition, input: '[1]', mock })).toMatchObject({
      status: 'FAILED',
      cause: expect.stringContaining("specified for the field 'ItemSelector' returned nothing"),
    });
  });
});
