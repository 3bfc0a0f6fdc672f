import { describe, expect, it } from '@jest/globals';
import type { JsonValue } from '../../../../../local/stepfunctions/interpreter/json.ts';
import {
  Harness,
  machine,
  outputOf,
  TaskError,
  type FakeFunction,
} from '../../../../../local/stepfunctions/testing.ts';
import { childrenOf, mapRunOf } from '../support/map-runs.ts';
import { distributed, program, task } from '../support/states.ts';

const pass = { I: { Type: 'Pass', End: true } };
const map = (rest: object): object => program({ M: { Type: 'Map', Label: 'L', End: true, ...rest } });
const range = (count: number): JsonValue => Array.from({ length: count }, (_, index) => index);

describe('a Distributed Map', () => {
  it('runs each item in a child execution with its own history and ARN', async () => {
    const harness = new Harness();
    const record = await harness.run(
      map({
        ItemProcessor: distributed({ I: { Type: 'Pass', Output: '{% $states.context %}', End: true } }),
      }),
      ['a'],
    );
    const [child] = await childrenOf(harness, record);
    const { executionArn, name, stateMachineArn } = child!.record;
    expect(executionArn).toBe(`arn:aws:states:eu-west-2:000000000000:execution:machine/L:${name}`);
    expect(stateMachineArn).toBe('arn:aws:states:eu-west-2:000000000000:stateMachine:machine/L');
    expect(outputOf(record)).toMatchObject([
      {
        Execution: { Id: executionArn, Input: 'a', Name: name },
        StateMachine: { Id: stateMachineArn, Name: 'machine' },
      },
    ]);
    expect(await harness.outline(executionArn)).toEqual([
      'ExecutionStarted#1<0',
      'PassStateEntered#2<0',
      'PassStateExited#3<2',
      'ExecutionSucceeded#4<3',
    ]);
    const { definition, label } = await harness.engine.definitionForExecution(executionArn);
    expect(label).toBe('L');
    expect(JSON.parse(definition)).toMatchObject({ QueryLanguage: 'JSONata', StartAt: 'I' });
  });

  it.each<[batcher: object, inputs: readonly string[]]>([
    [{ MaxItemsPerBatch: 2 }, ['{"Items":[0,1]}', '{"Items":[2,3]}', '{"Items":[4]}']],
    [{ MaxInputBytesPerBatch: '{% 262144 %}' }, ['{"Items":[0,1,2,3,4]}']],
    [{ MaxInputBytesPerBatch: 17 }, ['{"Items":[0,1,2]}', '{"Items":[3,4]}']],
    [
      { MaxItemsPerBatch: '{% 4.9 %}', MaxInputBytesPerBatch: '{% 15 %}' },
      ['{"Items":[0,1]}', '{"Items":[2,3]}', '{"Items":[4]}'],
    ],
    [
      { MaxInputBytesPerBatch: 1 },
      ['{"Items":[0]}', '{"Items":[1]}', '{"Items":[2]}', '{"Items":[3]}', '{"Items":[4]}'],
    ],
    [
      { MaxItemsPerBatch: 5, BatchInput: { é: '{% $states.context.Execution.Name %}' } },
      ['{"BatchInput":{"é":"run"},"Items":[0,1,2,3,4]}'],
    ],
  ])('batches by %j', async (batcher, inputs) => {
    const harness = new Harness();
    const started = await harness.engine.startExecution({
      stateMachine: machine(map({ ItemBatcher: batcher, ItemProcessor: distributed(pass) })),
      name: 'run',
      input: JSON.stringify(range(5)),
    });
    const record = await harness.engine.whenEnded(started.executionArn);
    expect((await childrenOf(harness, record)).map(({ record: child }) => child.input)).toEqual(inputs);
  });

  it('names the source of each item, in the context of the Map', async () => {
    const Output = '{% $states.input %}';
    const record = await new Harness().run(
      map({
        ItemSelector: '{% $states.context.Map.Item %}',
        ItemProcessor: distributed({ I: { Type: 'Pass', Output, End: true } }),
      }),
      ['a'],
    );
    expect(outputOf(record)).toEqual([{ Index: 0, Value: 'a', Source: 'STATE_DATA' }]);
  });

  it('batches the results of ItemSelector', async () => {
    const harness = new Harness();
    const record = await harness.run(
      map({
        ItemSelector: { v: '{% $states.context.Map.Item.Value %}' },
        ItemBatcher: { MaxItemsPerBatch: 2 },
        ItemProcessor: distributed({ I: { Type: 'Pass', Output: '{% $states.input.Items.v %}', End: true } }),
      }),
      ['a', 'b'],
    );
    expect(outputOf(record)).toEqual([['a', 'b']]);
  });

  it.each<[tolerance: object, status: string]>([
    [{}, 'FAILED'],
    [{ ToleratedFailureCount: 1 }, 'FAILED'],
    [{ ToleratedFailureCount: 2 }, 'SUCCEEDED'],
    [{ ToleratedFailurePercentage: 19.9 }, 'FAILED'],
    [{ ToleratedFailurePercentage: 20 }, 'SUCCEEDED'],
    [{ ToleratedFailurePercentage: 20, ToleratedFailureCount: 1 }, 'FAILED'],
    [{ ToleratedFailureCount: '{% $states.input[0] + 2 %}' }, 'SUCCEEDED'],
  ])('with two of ten items failing and %j is %s', async (tolerance, status) => {
    const harness = new Harness({
      work: (payload) => {
        if (Number(payload) > 7) throw new TaskError('Broken', '');
        return payload;
      },
    });
    const record = await harness.run(
      map({ MaxConcurrency: 1, ItemProcessor: distributed({ I: task('work') }), ...tolerance }),
      range(10),
    );
    expect(record.status).toBe(status);
    expect(record.error).toBe(status === 'FAILED' ? 'States.ExceedToleratedFailureThreshold' : undefined);
    const mapRun = await mapRunOf(harness, record);
    expect(mapRun.status).toBe(status);
    expect(mapRun.itemCounts).toMatchObject({ total: 10, succeeded: 8 });
    expect(record.output).toBe(status === 'FAILED' ? undefined : '[0,1,2,3,4,5,6,7]');
  });

  it('ends on an invalid tolerance, without a Map Run', async () => {
    const harness = new Harness();
    const record = await harness.run(
      map({ ToleratedFailureCount: '{% "x" %}', ItemProcessor: distributed(pass) }),
      [1],
    );
    expect(record.error).toBe('States.Runtime');
    expect(await harness.outline(record.executionArn)).toEqual([
      'ExecutionStarted#1<0',
      'MapStateEntered#2<0',
      'MapStateStarted#3<2',
      'ExecutionFailed#4<3',
    ]);
  });

  it('runs at most MaxConcurrency children concurrently', async () => {
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
    await harness.run(map({ MaxConcurrency: 3, ItemProcessor: distributed({ I: task('work') }) }), range(10));
    expect(highest).toBe(3);
  });

  it('aborts the children that still run when the threshold is exceeded', async () => {
    const work: FakeFunction = async (payload, { signal }) => {
      await harness.clock.sleep(Number(payload) * 1000, signal);
      throw new TaskError('Broken', '');
    };
    const harness = new Harness({ work });
    const record = await harness.run(
      map({ MaxConcurrency: 2, ItemProcessor: distributed({ I: task('work') }) }),
      [1, 2, 3],
    );
    expect((await childrenOf(harness, record)).map(({ record: child }) => child.status)).toEqual([
      'FAILED',
      'ABORTED',
    ]);
    expect((await mapRunOf(harness, record)).itemCounts).toMatchObject({
      failed: 1,
      aborted: 1,
      pending: 1,
      total: 3,
    });
  });

  it('shares the permits for children with other Map Runs', async () => {
    let atWork = 0;
    let most = 0;
    const harness = new Harness(
      {
        work: async () => {
          most = Math.max(most, ++atWork);
          await harness.clock.sleep(1000, new AbortController().signal);
          atWork -= 1;
          return null;
        },
      },
      { quotas: { childrenAtOnce: 2 } },
    );
    const definition = map({ Items: [1, 2, 3, 4], ItemProcessor: distributed({ W: task('work') }) });
    const records = await Promise.all([harness.run(definition), harness.run(definition)]);
    expect(records.map(({ status }) => status)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
    expect(most).toBe(2);
  });

  it('waits for no permit when nothing is left to do, and releases its permits when it fails', async () => {
    const harness = new Harness(
      {
        work: () => {
          throw new TaskError('Broken', 'for good');
        },
      },
      { quotas: { childrenAtOnce: 1 } },
    );
    const broken = map({ Items: [1, 2, 3], ItemProcessor: distributed({ W: task('work') }) });
    expect(await harness.run(broken)).toMatchObject({ status: 'FAILED' });
    const fine = map({ Items: [1, 2, 3], ItemProcessor: distributed(pass) });
    expect(await harness.run(fine)).toMatchObject({ status: 'SUCCEEDED', output: '[1,2,3]' });
  });

  it('waits for no permit when it is stopped, and acquires none', async () => {
    let isHeld = true;
    const harness: Harness = new Harness(
      {
        work: async (payload, { signal }) => {
          while (isHeld) await harness.clock.sleep(1000, signal);
          return payload;
        },
      },
      { quotas: { childrenAtOnce: 1 } },
    );
    const one = map({ Items: [1], ItemProcessor: distributed({ W: task('work') }) });
    const start = () => harness.engine.startExecution({ stateMachine: machine(one) });
    const [first, second, third] = [await start(), await start(), await start()];
    await harness.clock.sleep(500);
    await harness.engine.stopExecution(second);
    expect(await harness.engine.whenEnded(second.executionArn)).toMatchObject({ status: 'ABORTED' });
    expect(await mapRunOf(harness, second)).toMatchObject({
      status: 'ABORTED',
      itemCounts: { pending: 1, aborted: 0 },
    });
    isHeld = false;
    for (const { executionArn } of [first, third])
      expect(await harness.engine.whenEnded(executionArn)).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('runs the Map Runs of children even if their parents hold all permits', async () => {
    const harness = new Harness({}, { quotas: { childrenAtOnce: 2 } });
    const inner = {
      Type: 'Map',
      Label: 'Inner',
      Items: [1, 2, 3],
      ItemProcessor: distributed(pass),
      End: true,
    };
    const outer = map({ Items: [1, 2, 3], ItemProcessor: distributed({ Inner: inner }) });
    expect(await harness.run(outer)).toMatchObject({
      status: 'SUCCEEDED',
      output: '[[1,2,3],[1,2,3],[1,2,3]]',
    });
  });

  it('fails with States.DataLimitExceeded and discards the results when they are too large', async () => {
    const harness = new Harness({}, { quotas: { payloadBytes: 100 } });
    const record = await harness.run(
      map({
        Items: '{% $range(1, 20, 1) %}',
        ItemProcessor: distributed({ I: { Type: 'Pass', Output: 'xxxxx', End: true } }),
        Output: 'small',
      }),
    );
    expect(record).toMatchObject({
      error: 'States.DataLimitExceeded',
      cause:
        "The state/task 'M' returned a result with a size exceeding the maximum number of bytes service limit.",
    });
    expect((await harness.events(record.executionArn)).slice(-3).map(({ type }) => type)).toEqual([
      'MapRunFailed',
      'MapStateFailed',
      'ExecutionFailed',
    ]);
  });

  it('starts a new Map Run on a retry', async () => {
    let broken = true;
    const harness = new Harness({
      work: (payload) => {
        if (broken) {
          broken = false;
          throw new TaskError('Broken', '');
        }
        return payload;
      },
    });
    const record = await harness.run(
      map({
        MaxConcurrency: 1,
        ItemProcessor: distributed({ I: task('work') }),
        Retry: [{ ErrorEquals: ['States.ExceedToleratedFailureThreshold'] }],
      }),
      [1, 2],
    );
    expect(outputOf(record)).toEqual([1, 2]);
    const { items } = await harness.engine.listMapRuns(record.executionArn, 10);
    expect(items.map(({ status }) => status)).toEqual(['FAILED', 'SUCCEEDED']);
  });

  it('when the tolerance is exceeded, lets Express children finish and aborts Standard ones', async () => {
    for (const [type, status] of [
      ['EXPRESS', 'SUCCEEDED'],
      ['STANDARD', 'ABORTED'],
    ] as const) {
      const harness = new Harness();
      const inner = {
        C: { Type: 'Choice', Choices: [{ Condition: '{% $states.input = 1 %}', Next: 'F' }], Default: 'W' },
        W: { Type: 'Wait', Seconds: 10, End: true },
        F: { Type: 'Fail' },
      };
      const record = await harness.run(
        map({ MaxConcurrency: 2, ItemProcessor: distributed(inner, type) }),
        [1, 2, 3],
      );
      expect(record.error).toBe('States.ExceedToleratedFailureThreshold');
      const children = await childrenOf(harness, record);
      expect(children.map((child) => child.record.status).sort()).toEqual(['FAILED', status].sort());
      expect((await mapRunOf(harness, record)).executionCounts).toMatchObject({ pending: 1, total: 3 });
    }
  });

  it('gives Express children ARNs of the type express', async () => {
    const harness = new Harness();
    const inner = { I: { Type: 'Succeed', Output: '{% $states.context.Execution.Id %}' } };
    const record = await harness.run(map({ ItemProcessor: distributed(inner, 'EXPRESS'), Label: 'L' }), [1]);
    const [child] = await childrenOf(harness, record);
    expect(child!.record.executionArn).toMatch(
      /^arn:aws:states:eu-west-2:000000000000:express:machine\/L:[0-9a-f-]{36}:[0-9a-f-]{36}$/,
    );
    expect(outputOf(record)).toEqual([child!.record.executionArn]);
  });

  it('limits Express children to five minutes', async () => {
    const harness = new Harness();
    const record = await harness.run(
      map({ ItemProcessor: distributed({ W: { Type: 'Wait', Seconds: 301, End: true } }, 'EXPRESS') }),
      [1],
    );
    const [child] = await childrenOf(harness, record);
    expect(child!.record).toMatchObject({ type: 'EXPRESS', status: 'TIMED_OUT' });
    expect((await mapRunOf(harness, record)).executionCounts).toMatchObject({ timedOut: 1, total: 1 });
  });

  it('runs thousands of children', async () => {
    const harness = new Harness();
    const record = await harness.run(
      map({ MaxConcurrency: 40, ItemProcessor: distributed({ I: { Type: 'Succeed', Output: 1 } }) }),
      range(2500),
    );
    expect(record.status).toBe('SUCCEEDED');
    expect((await mapRunOf(harness, record)).executionCounts).toMatchObject({ succeeded: 2500, total: 2500 });
  });
});
