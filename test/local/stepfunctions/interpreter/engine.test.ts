import { describe, expect, it } from '@jest/globals';
import type { Definition } from '../../../../local/stepfunctions/interpreter/definition/model.ts';
import type { TaskInvoker } from '../../../../local/stepfunctions/interpreter/ports.ts';
import { Harness, machine, outputOf, TaskError } from '../../../../local/stepfunctions/testing.ts';

const INVOKE = 'arn:aws:states:::lambda:invoke';
const task = (name: string, rest: object = {}): object => ({
  Type: 'Task',
  Resource: INVOKE,
  Arguments: { FunctionName: name, Payload: '{% $states.input %}' },
  Output: '{% $states.result.Payload %}',
  End: true,
  ...rest,
});

describe('an execution', () => {
  it('runs its states from the start to the end and answers with the last output', async () => {
    const harness = new Harness({ double: (n) => Number(n) * 2 });
    const record = await harness.run(
      {
        StartAt: 'Double',
        States: {
          Double: task('double', { End: undefined, Next: 'Wrap' }),
          Wrap: { Type: 'Pass', Output: { value: '{% $states.input %}' }, End: true },
        },
      },
      21,
    );
    expect(outputOf(record)).toEqual({ value: 42 });
    expect(await harness.outline(record.executionArn)).toEqual([
      'ExecutionStarted#1<0',
      'TaskStateEntered#2<0',
      'TaskScheduled#3<2',
      'TaskStarted#4<3',
      'TaskSucceeded#5<4',
      'TaskStateExited#6<5',
      'PassStateEntered#7<6',
      'PassStateExited#8<7',
      'ExecutionSucceeded#9<8',
    ]);
  });

  it('retries a task on the clock and counts the retries for the expressions', async () => {
    let attempts = 0;
    const harness = new Harness({
      flaky: (payload) => {
        attempts += 1;
        if (attempts < 3) throw new TaskError('Busy', 'try again');
        return payload;
      },
    });
    const before = harness.clock.now();
    const record = await harness.run({
      StartAt: 'Fetch',
      States: {
        Fetch: task('flaky', {
          Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 10, BackoffRate: 2, MaxAttempts: 5 }],
          Arguments: { FunctionName: 'flaky', Payload: '{% $states.context.State.RetryCount %}' },
        }),
      },
    });
    expect(outputOf(record)).toBe(2);
    expect(harness.clock.now() - before).toBe(30_000);
  });

  it('goes to the catcher that matches, with the error as the output', async () => {
    const harness = new Harness({
      broken: () => {
        throw new TaskError('Broken', 'no more');
      },
    });
    const record = await harness.run({
      StartAt: 'Fetch',
      States: {
        Fetch: task('broken', { Catch: [{ ErrorEquals: ['States.TaskFailed'], Next: 'Note' }] }),
        Note: { Type: 'Pass', End: true },
      },
    });
    expect(outputOf(record)).toEqual({ Error: 'Broken', Cause: 'no more' });
  });

  it('fails with the error of the task when nothing catches it', async () => {
    const harness = new Harness({
      broken: () => {
        throw new TaskError('Broken', 'no more');
      },
    });
    const record = await harness.run({ StartAt: 'Fetch', States: { Fetch: task('broken') } });
    expect(record).toMatchObject({ status: 'FAILED', error: 'Broken', cause: 'no more' });
  });

  it('waits no longer than MaxDelaySeconds before a retry', async () => {
    const harness = new Harness({
      fail: () => {
        throw new TaskError('Failed', 'for ever');
      },
    });
    const before = harness.clock.now();
    const Retry = [
      { ErrorEquals: ['Failed'], IntervalSeconds: 10, MaxAttempts: 3, BackoffRate: 3, MaxDelaySeconds: 25 },
    ];
    await harness.run({ StartAt: 'T', States: { T: task('fail', { Retry }) } });
    expect(harness.clock.now() - before).toBe(10_000 + 25_000 + 25_000);
  });

  it('has an input of 262,144 bytes at most', async () => {
    const stateMachine = machine({ StartAt: 'S', States: { S: { Type: 'Succeed' } } });
    const start = (bytes: number) =>
      new Harness().engine.startExecution({
        stateMachine,
        input: JSON.stringify('é'.padEnd(bytes - 3, 'x')),
      });

    await expect(start(262_144)).resolves.toMatchObject({ status: 'RUNNING' });
    await expect(start(262_145)).rejects.toMatchObject({ name: 'InvalidExecutionInput' });
  });

  it('has a version, an alias and a trace header only if it was started with them', async () => {
    const harness = new Harness();
    const record = await harness.run({ StartAt: 'S', States: { S: { Type: 'Succeed' } } });

    expect(record).not.toHaveProperty('stateMachineVersionArn');
    expect(record).not.toHaveProperty('stateMachineAliasArn');
    expect(record).not.toHaveProperty('traceHeader');
  });

  it('keeps the version, alias and trace header that it was started with, and is a Standard execution', async () => {
    const stateMachine = machine({ StartAt: 'S', States: { S: { Type: 'Succeed' } } });
    const given = {
      name: 'x'.repeat(80),
      stateMachineVersionArn: `${stateMachine.stateMachineArn}:7`,
      stateMachineAliasArn: `${stateMachine.stateMachineArn}:live`,
      traceHeader: 'Root=1-5f6b2d3a-0123456789abcdef01234567',
    };
    const { engine } = new Harness();
    const { executionArn } = await engine.startExecution({ stateMachine, ...given });
    expect(await engine.whenEnded(executionArn)).toMatchObject({ ...given, type: 'STANDARD' });
  });

  it('begins with ExecutionStarted, which has its input and role and is no previous event', async () => {
    const harness = new Harness();
    const record = await harness.run({ StartAt: 'S', States: { S: { Type: 'Succeed' } } }, { a: 1 });
    const [first, second] = await harness.events(record.executionArn);
    expect(first).toEqual({
      id: 1,
      previousEventId: 0,
      timestamp: record.startDate,
      type: 'ExecutionStarted',
      details: {
        input: '{"a":1}',
        inputDetails: { truncated: false },
        roleArn: 'arn:aws:iam::000000000000:role/test',
      },
    });
    expect(second?.previousEventId).toBe(0);
  });

  it.each([
    ['one engine', (make: () => Harness) => Array<Harness>(4).fill(make())],
    ['engines that share their loaded definitions', (make: () => Harness) => Array.from({ length: 4 }, make)],
  ])('loads its definition once for %s, however often it is started', async (_, harnesses) => {
    const asked: string[] = [];
    const invoker: TaskInvoker = {
      refusal: ({ arn }) => void asked.push(arn.split(':').at(-1)!),
      invoke: () => Promise.resolve({ status: 'SUCCEEDED', output: '{}' }),
    };
    const definitions = new Map<string, Definition>();
    const bare = (name: string): object => ({
      StartAt: 'T',
      States: {
        T: { Type: 'Task', Resource: `arn:aws:lambda:eu-west-2:000000000000:function:${name}`, End: true },
      },
    });
    for (const [index, harness] of harnesses(() => new Harness({}, { invoker, definitions })).entries()) {
      await harness.run(bare(index % 2 === 0 ? 'one' : 'two'));
    }
    expect(asked).toEqual(['one', 'two']);
  });

  it('loads its definition once per engine that shares nothing', async () => {
    const asked: string[] = [];
    const invoker: TaskInvoker = {
      refusal: ({ arn }) => void asked.push(arn),
      invoke: () => Promise.resolve({ status: 'SUCCEEDED', output: '{}' }),
    };
    const definition = { StartAt: 'T', States: { T: { Type: 'Task', Resource: INVOKE, End: true } } };
    for (const harness of [new Harness({}, { invoker }), new Harness({}, { invoker })]) {
      await harness.run(definition);
      await harness.run(definition);
    }
    expect(asked).toEqual([INVOKE, INVOKE]);
  });

  it('is refused if its definition names an unknown resource', async () => {
    const stateMachine = machine({
      StartAt: 'T',
      States: { T: { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage', End: true } },
    });
    await expect(new Harness().engine.startExecution({ stateMachine })).rejects.toMatchObject({
      name: 'InvalidDefinition',
      message: expect.stringContaining('The resource arn:aws:states:::sqs:sendMessage is not supported'),
    });
  });

  it('is refused with all errors in its definition and their locations', async () => {
    const bad = machine({ StartAt: 'S', States: { S: { Type: 'Pass', Foo: 1, End: true } } });

    await expect(new Harness().engine.startExecution({ stateMachine: bad })).rejects.toMatchObject({
      name: 'InvalidDefinition',
      message:
        "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: Field 'Foo' is not supported at /States/S'",
    });
  });

  it('waits on the clock, not in real time', async () => {
    const harness = new Harness();
    const before = harness.clock.now();
    await harness.run({ StartAt: 'Wait', States: { Wait: { Type: 'Wait', Seconds: 86_400, End: true } } });
    expect(harness.clock.now() - before).toBe(86_400_000);
  });

  it('is idempotent to start with the same name and input while it runs', async () => {
    const harness = new Harness();
    const stateMachine = machine({
      StartAt: 'Wait',
      States: { Wait: { Type: 'Wait', Seconds: 5, End: true } },
    });
    const first = await harness.engine.startExecution({ stateMachine, name: 'one', input: '{}' });
    const second = await harness.engine.startExecution({ stateMachine, name: 'one', input: '{}' });
    expect(second.startDate).toBe(first.startDate);
    await expect(
      harness.engine.startExecution({ stateMachine, name: 'one', input: '[]' }),
    ).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
    await harness.engine.whenEnded(first.executionArn);
    await expect(
      harness.engine.startExecution({ stateMachine, name: 'one', input: '{}' }),
    ).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
  });
});

describe('a definition', () => {
  const { engine } = new Harness();
  const read = (variable: string, rest: object = {}): string =>
    JSON.stringify({
      QueryLanguage: 'JSONata',
      StartAt: 'A',
      States: {
        A: { Type: 'Pass', Assign: { v: 1 }, Next: 'B' },
        B: { Type: 'Pass', Output: `{% $${variable} %}`, End: true, ...rest },
      },
    });

  it('is valid without a diagnostic', () => {
    expect(engine.validateDefinition(read('v'))).toEqual({ result: 'OK', diagnostics: [] });
  });

  it('is refused for an error', () => {
    expect(engine.validateDefinition(read('v', { Foo: 1 }))).toMatchObject({
      result: 'FAIL',
      diagnostics: [{ severity: 'ERROR', location: '/States/B' }],
    });
  });

  it('has a Distributed Map only in a Standard workflow', () => {
    const definition = JSON.stringify({
      QueryLanguage: 'JSONata',
      StartAt: 'M',
      States: {
        M: {
          Type: 'Map',
          ItemProcessor: {
            ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
            StartAt: 'S',
            States: { S: { Type: 'Succeed' } },
          },
          End: true,
        },
      },
    });
    expect(engine.validateDefinition(definition).result).toBe('OK');
    expect(engine.validateDefinition(definition, 'EXPRESS').result).toBe('FAIL');
  });

  it('has the variables that its states read, unless it is invalid', () => {
    expect(engine.variableReferences(read('v'))).toEqual({ B: ['v'] });
    expect(engine.variableReferences(read('v', { Foo: 1 }))).toEqual({});
  });
});

describe('a Distributed Map', () => {
  it('runs a child execution per batch and returns their outputs in order', async () => {
    const harness = new Harness();
    const record = await harness.run(
      {
        StartAt: 'Ingest',
        States: {
          Ingest: {
            Type: 'Map',
            Label: 'Ingest',
            Items: '{% $states.input %}',
            ItemBatcher: { MaxItemsPerBatch: 2, BatchInput: { feed: 'new' } },
            MaxConcurrency: 2,
            ItemProcessor: {
              ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
              StartAt: 'Sum',
              States: { Sum: { Type: 'Pass', Output: '{% $sum($states.input.Items) %}', End: true } },
            },
            End: true,
          },
        },
      },
      [1, 2, 3, 4, 5],
    );
    expect(outputOf(record)).toEqual([3, 7, 5]);
    expect(await harness.outline(record.executionArn)).toEqual([
      'ExecutionStarted#1<0',
      'MapStateEntered#2<0',
      'MapStateStarted#3<2',
      'MapRunStarted#4<3',
      'MapRunSucceeded#5<4',
      'MapStateSucceeded#6<5',
      'MapStateExited#7<5',
      'ExecutionSucceeded#8<7',
    ]);
    const { items: runs } = await harness.engine.listMapRuns(record.executionArn, 10);
    expect(runs).toMatchObject([
      {
        status: 'SUCCEEDED',
        itemCounts: { total: 5, succeeded: 5, pending: 0 },
        executionCounts: { total: 3, succeeded: 3, pending: 0 },
      },
    ]);
    const { items: children } = await harness.engine.listExecutions({
      mapRunArn: runs[0]!.mapRunArn,
      limit: 10,
    });
    expect(children.map(({ record: child }) => child.input).sort()).toEqual([
      '{"BatchInput":{"feed":"new"},"Items":[1,2]}',
      '{"BatchInput":{"feed":"new"},"Items":[3,4]}',
      '{"BatchInput":{"feed":"new"},"Items":[5]}',
    ]);
  });

  it('fails when a child fails, and a redrive runs that child alone', async () => {
    let healthy = false;
    const calls: unknown[] = [];
    const harness = new Harness({
      fetch: (payload) => {
        calls.push(payload);
        if (payload === 2 && !healthy) throw new TaskError('Unavailable', 'down');
        return payload;
      },
    });
    const failed = await harness.run(
      {
        StartAt: 'Ingest',
        States: {
          Ingest: {
            Type: 'Map',
            MaxConcurrency: 1,
            ItemProcessor: {
              ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
              StartAt: 'Fetch',
              States: { Fetch: task('fetch') },
            },
            End: true,
          },
        },
      },
      [1, 2, 3],
    );
    expect(failed).toMatchObject({ status: 'FAILED', error: 'States.ExceedToleratedFailureThreshold' });
    healthy = true;
    const redriven = await harness.redrive(failed.executionArn);
    expect(outputOf(redriven)).toEqual([1, 2, 3]);
    expect(calls).toEqual([1, 2, 2, 3]);
    expect(await harness.outline(failed.executionArn)).toEqual([
      'ExecutionStarted#1<0',
      'MapStateEntered#2<0',
      'MapStateStarted#3<2',
      'MapRunStarted#4<3',
      'MapRunFailed#5<4',
      'MapStateFailed#6<5',
      'ExecutionFailed#7<6',
      'ExecutionRedriven#8<7',
      'MapRunRedriven#9<3',
      'MapRunSucceeded#10<9',
      'MapStateSucceeded#11<10',
      'MapStateExited#12<10',
      'ExecutionSucceeded#13<12',
    ]);
  });
});
