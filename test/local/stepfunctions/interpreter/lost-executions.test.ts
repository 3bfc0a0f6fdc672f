import { describe, expect, it } from '@jest/globals';
import type { ExecutionQuery, Page } from '../../../../local/stepfunctions/interpreter/ports.ts';
import type {
  ExecutionChange,
  ExecutionRecord,
  MapRunRecord,
} from '../../../../local/stepfunctions/interpreter/records.ts';
import { never, startAndDie, statusesIn } from './support/dying.ts';
import { Harness, machine, MemoryStore } from '../../../../local/stepfunctions/testing.ts';
import { distributed, program, task } from './support/states.ts';
import { settled } from '../../../support/settled.ts';

/** Lists one record per page. */
class PagingStore extends MemoryStore {
  override listExecutions(query: ExecutionQuery): Promise<Page<ExecutionRecord>> {
    return super.listExecutions({ ...query, limit: 1 });
  }

  override listMapRuns(executionArn: string, _limit: number, after?: string): Promise<Page<MapRunRecord>> {
    return super.listMapRuns(executionArn, 1, after);
  }
}

describe('an execution whose process died', () => {
  /** An execution with a record, but without events. */
  const neverBegun = async (): Promise<{ store: MemoryStore; executionArn: string }> => {
    const whole = new Harness();
    const stateMachine = machine(program({ S: { Type: 'Succeed' } }));
    const { executionArn } = await whole.engine.startExecution({ stateMachine, input: '7' });
    const { record } = await whole.engine.describeExecution(executionArn);
    const store = new MemoryStore();
    store.putSnapshot(stateMachine);
    store.putExecution(record);
    return { store, executionArn };
  };

  it('is stopped without error and cause when none are given', async () => {
    const { store, executionArn } = await startAndDie(program({ T: task('work') }), 1, never);
    const places: unknown[] = [];
    const onEvent = (arn: string, { type }: { readonly type: string }, path: string): void =>
      void places.push([arn, type, path]);
    const harness = new Harness({}, { store, observer: { onEvent } });
    const { stopDate } = await harness.engine.stopExecution({ executionArn });
    const { record } = await harness.engine.describeExecution(executionArn);
    expect(record).toMatchObject({ status: 'ABORTED', stopDate });
    expect(record).not.toHaveProperty('error');
    expect(record).not.toHaveProperty('cause');
    expect((await harness.events(executionArn)).at(-1)?.details).toStrictEqual({});
    expect(places).toEqual([[executionArn, 'ExecutionAborted', '']]);
  });

  it('was stopped, and did not continue', async () => {
    const harness = new Harness({}, { store: new MemoryStore() });
    const { executionArn } = await harness.engine.startExecution({
      stateMachine: machine(program({ W: { Type: 'Wait', Seconds: 5, Next: 'S' }, S: { Type: 'Succeed' } })),
    });
    const hasEnded = harness.engine.whenEnded(executionArn);
    const settled: string[] = [];
    void hasEnded.then(() => settled.push('execution'));
    await harness.engine.close().then(() => settled.push('engine'));
    expect(settled).toEqual(['execution', 'engine']);
    await harness.clock.sleep(10_000);
    const { record, interrupted } = await harness.engine.describeExecution(executionArn);
    expect(interrupted).toBe(true);
    expect(record).toEqual(await hasEnded);
    expect(record).not.toHaveProperty('stopDate');
    expect(await harness.outline(executionArn)).toEqual(['ExecutionStarted#1<0', 'WaitStateEntered#2<0']);
  });

  it('before its first event starts when it is redriven', async () => {
    const { store, executionArn } = await neverBegun();
    const harness = new Harness({}, { store });
    expect(await harness.engine.recover()).toMatchObject([{ executionArn, eventCount: 0 }]);
    expect(await harness.redrive(executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '7' });
    expect(await harness.outline(executionArn)).toEqual([
      'ExecutionStarted#1<0',
      'ExecutionRedriven#2<0',
      'SucceedStateEntered#3<2',
      'SucceedStateExited#4<3',
      'ExecutionSucceeded#5<4',
    ]);
  });

  it('before its first event can be stopped', async () => {
    const { store, executionArn } = await neverBegun();
    const harness = new Harness({}, { store });
    await harness.engine.stopExecution({ executionArn });
    expect(await harness.outline(executionArn)).toEqual(['ExecutionAborted#1<0']);
    expect((await harness.engine.describeExecution(executionArn)).record).toMatchObject({
      status: 'ABORTED',
      eventCount: 1,
    });
  });

  it('aborts and counts its children when it is stopped', async () => {
    const { store, executionArn } = await startAndDie(
      program({
        Over: { Type: 'Map', Items: [5], ItemProcessor: distributed({ O: { Type: 'Succeed' } }), Next: 'M' },
        M: {
          Type: 'Map',
          Items: [1, 2, 3, 4, 5, 6, 7],
          MaxConcurrency: 2,
          ItemBatcher: { MaxItemsPerBatch: 2 },
          ItemProcessor: distributed({
            I: task('work', {
              Arguments: { FunctionName: 'work', Payload: '{% $states.input.Items[0] %}' },
            }),
          }),
          End: true,
        },
      }),
      {},
      (payload, call) => (payload === 1 ? payload : never(payload, call)),
      new PagingStore(),
    );
    const harness = new Harness({}, { store });
    const [before] = (await store.listMapRuns(executionArn, 9)).items;
    await harness.clock.sleep(1000);
    const { stopDate } = await harness.engine.stopExecution({ executionArn });
    const page = await harness.engine.listMapRuns(executionArn, 9);
    const [, run] = [...page.items, ...(await harness.engine.listMapRuns(executionArn, 9, page.next)).items];
    expect(page.items).toEqual([before]);
    expect(before?.status).toBe('SUCCEEDED');
    const counts = { running: 0, failed: 0, timedOut: 0, pendingRedrive: 0, failuresNotRedrivable: 0 };
    expect(run).toMatchObject({
      status: 'ABORTED',
      stopDate,
      itemCounts: { ...counts, pending: 1, succeeded: 2, aborted: 4, total: 7, resultsWritten: 2 },
      executionCounts: { ...counts, pending: 1, succeeded: 1, aborted: 2, total: 4, resultsWritten: 1 },
    });
    expect(await statusesIn(store, run!.mapRunArn)).toEqual(['SUCCEEDED', 'ABORTED', 'ABORTED']);
  });

  it('aborts a Map Run without children when it is stopped', async () => {
    const map = (name: string, items: readonly number[]): object =>
      program({
        [name]: {
          Type: 'Map',
          Items: items,
          ItemProcessor: distributed({ [`${name}I`]: task('work') }),
          End: true,
        },
      });
    const { store, executionArn } = await startAndDie(
      program({ P: { Type: 'Parallel', Branches: [map('A', [1]), map('B', [2, 3])], End: true } }),
      {},
      never,
      new PagingStore(),
      { childrenAtOnce: 1 },
    );
    const harness = new Harness({}, { store });
    await harness.engine.stopExecution({ executionArn });
    const { next } = await store.listMapRuns(executionArn, 9);
    const [waiting] = (await store.listMapRuns(executionArn, 9, next)).items;
    expect(waiting).toMatchObject({
      status: 'ABORTED',
      itemCounts: { pending: 2, aborted: 0, total: 2 },
      executionCounts: { pending: 2, aborted: 0, total: 2 },
    });
  });

  it.each<
    [first: 'stopExecution' | 'redriveExecution', second: 'stopExecution' | 'redriveExecution', end: object]
  >([
    ['stopExecution', 'redriveExecution', { status: 'RUNNING', redriveCount: 1 }],
    ['redriveExecution', 'stopExecution', { status: 'ABORTED', redriveCount: 1 }],
  ])('serializes a concurrent %s and %s', async (first, second, end) => {
    const map = { Type: 'Map', Items: [1, 2], ItemProcessor: distributed({ I: task('work') }), End: true };
    for (const definition of [program({ T: task('work') }), program({ M: map })]) {
      // The second comes one step later each time, until the first is over before it.
      let wasOver = false;
      for (let steps = 0; !wasOver; steps += 1) {
        const { store, executionArn } = await startAndDie(definition, {}, never);
        const harness = new Harness({ work: never }, { store });
        const over: unknown[] = [];
        const one = harness.engine[first]({ executionArn }).then((answer) => over.push(answer));
        for (let step = 0; step < steps && over.length === 0; step += 1) await Promise.resolve();
        wasOver = over.length > 0;
        await Promise.all([one, harness.engine[second]({ executionArn })]);
        await settled();
        expect((await harness.engine.describeExecution(executionArn)).record).toMatchObject(end);
        const ids = (await harness.events(executionArn)).map(({ id }) => id);
        expect(ids).toEqual(ids.map((_, index) => index + 1));
      }
    }
  });

  it('is redriven after a stop that was requested before', async () => {
    const { store, executionArn } = await startAndDie(program({ T: task('work') }), {}, never);
    const harness = new Harness({ work: never }, { store });
    const redriven = harness.engine.redriveExecution({ executionArn });
    const stopped = harness.engine.stopExecution({ executionArn });
    await redriven;
    await harness.engine.redriveExecution({ executionArn });
    await stopped;
    await settled();
    expect((await harness.outline(executionArn)).slice(4)).toEqual([
      'ExecutionRedriven#5<4',
      'TaskScheduled#6<2',
      'TaskStarted#7<6',
      'ExecutionAborted#8<0',
      'ExecutionRedriven#9<8',
      'TaskScheduled#10<2',
      'TaskStarted#11<10',
    ]);
  });

  it('is skipped if it is still listed but its record is gone', async () => {
    class GappyStore extends MemoryStore {
      gone = '';
      override readExecution(executionArn: string): ReturnType<MemoryStore['readExecution']> {
        return executionArn === this.gone ? Promise.resolve(undefined) : super.readExecution(executionArn);
      }
    }
    const store = new GappyStore();
    const first = await startAndDie(program({ T: task('work') }), {}, never, store);
    const second = await startAndDie(program({ T: task('work') }), {}, never, store);
    store.gone = first.executionArn;
    expect(await new Harness({}, { store }).engine.recover()).toMatchObject([
      { executionArn: second.executionArn },
    ]);
  });

  it('does not update executions that have ended or match their history', async () => {
    const { store, executionArn } = await startAndDie(program({ T: task('work') }), 1, never);
    const first = new Harness({}, { store });
    const ended = await first.run(program({ F: { Type: 'Fail' } }));
    await first.engine.recover();
    const touched: string[] = [];
    const onExecution = (record: { readonly executionArn: string }): void =>
      void touched.push(record.executionArn);
    const next = new Harness({}, { store, observer: { onExecution } });
    expect((await next.engine.recover()).map((record) => record.executionArn)).toEqual([executionArn]);
    expect(touched).toEqual([]);
    expect((await next.engine.describeExecution(ended.executionArn)).record).toEqual(ended);
  });
});

describe('an execution whose record lags behind its history', () => {
  // A process may die between the two writes.
  const lag: ExecutionChange = {
    status: 'RUNNING',
    stopDate: undefined,
    output: undefined,
    error: undefined,
    cause: undefined,
    eventCount: undefined,
  };

  it.each<[status: string, definition: object]>([
    ['SUCCEEDED', program({ S: { Type: 'Succeed' } })],
    ['FAILED', program({ F: { Type: 'Fail', Error: 'E', Cause: 'C' } })],
    ['TIMED_OUT', { TimeoutSeconds: 1, ...program({ W: { Type: 'Wait', Seconds: 2, End: true } }) }],
  ])('ends as its history says: %s', async (status, definition) => {
    const harness = new Harness();
    const { store } = harness;
    const record = await harness.run(definition);
    expect(record.status).toBe(status);
    store.updateExecution(record.executionArn, lag);
    const next = new Harness({}, { store });
    expect(await next.engine.recover()).toEqual([]);
    const { redriveTokens, ...settled } = (await next.engine.describeExecution(record.executionArn)).record;
    expect(settled).toEqual(record);
    expect(redriveTokens).toEqual([]);
  });

  it('does not count a redrive that is not in its history', async () => {
    const harness = new Harness();
    const { executionArn } = await harness.run(program({ F: { Type: 'Fail' } }));
    const { store } = harness;
    const dieInRedrive = async (count: number, clientToken: string): Promise<ExecutionRecord> => {
      const { record } = await harness.engine.describeExecution(executionArn);
      const redriveDate = harness.clock.now() + 1000;
      const redriveTokens = [...(record.redriveTokens ?? []), { clientToken, redriveDate }];
      store.updateExecution(executionArn, { ...lag, redriveCount: count, redriveDate, redriveTokens });
      const next = new Harness({}, { store });
      expect(await next.engine.recover()).toEqual([]);
      return (await next.engine.describeExecution(executionArn)).record;
    };

    const first = await dieInRedrive(1, 'lost');
    expect(first).toMatchObject({ status: 'FAILED', redriveCount: 0, redriveTokens: [] });
    expect(first).not.toHaveProperty('redriveDate');

    await harness.clock.sleep(5000);
    const { redriveDate } = await harness.engine.redriveExecution({ executionArn, clientToken: 'kept' });
    await harness.engine.whenEnded(executionArn);
    expect(await dieInRedrive(2, 'lost')).toMatchObject({
      status: 'FAILED',
      redriveCount: 1,
      redriveDate,
      redriveTokens: [{ clientToken: 'kept', redriveDate }],
    });
  });
});
