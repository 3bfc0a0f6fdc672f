import { describe, expect, it } from '@jest/globals';
import type { JsonValue } from '../../../../local/interpreter/json.ts';
import { MemoryStore } from '../support/memory-store.ts';
import { Harness, machine, outputOf, type FakeFunction } from '../support/harness.ts';
import { distributed, program, task } from '../support/states.ts';

describe('an execution whose process died', () => {
  const start = async (
    definition: object,
    input: JsonValue,
    slow: FakeFunction,
  ): Promise<{ store: MemoryStore; executionArn: string }> => {
    const store = new MemoryStore();
    const dying = new Harness({ work: slow }, { store });
    const { executionArn } = await dying.engine.startExecution({
      stateMachine: machine(definition),
      input: JSON.stringify(input),
    });
    await new Promise((resolve) => setImmediate(resolve));
    await dying.engine.close();
    return { store, executionArn };
  };
  const never: FakeFunction = () => new Promise(() => undefined);

  it('is described as interrupted, nothing was written at its end, and it can be stopped', async () => {
    const { store, executionArn } = await start(program({ T: task('work') }), 1, never);
    const harness = new Harness({}, { store });
    expect((await harness.engine.recover()).map((record) => record.executionArn)).toEqual([executionArn]);
    expect(await harness.engine.describeExecution(executionArn)).toMatchObject({
      interrupted: true,
      record: { status: 'RUNNING' },
      redriveStatus: 'REDRIVABLE',
    });
    expect((await harness.outline(executionArn)).at(-1)).toBe('TaskStarted#4<3');
    await harness.engine.stopExecution({ executionArn, error: 'E', cause: 'C' });
    expect(await harness.engine.describeExecution(executionArn)).toMatchObject({
      interrupted: false,
      record: { status: 'ABORTED', error: 'E', cause: 'C', eventCount: 5 },
    });
    expect((await harness.outline(executionArn)).at(-1)).toBe('ExecutionAborted#5<0');
  });

  it('whose history is full cannot be redriven', async () => {
    const { store, executionArn } = await start(program({ T: task('work') }), 1, never);
    // The fourth event was the last that was written: two more must fit.
    const harness = new Harness({}, { store, quotas: { historyEvents: 5 } });
    await harness.engine.recover();
    await expect(harness.engine.redriveExecution({ executionArn })).rejects.toMatchObject({
      name: 'ExecutionNotRedrivable',
      message: `Execution ${executionArn} invalid for redrive as: Execution has exceeded the maximum history event limit`,
    });
  });

  it('can be redriven directly', async () => {
    const { store, executionArn } = await start(program({ T: task('work') }), 1, never);
    const harness = new Harness({ work: (payload) => payload }, { store });
    expect(outputOf(await harness.redrive(executionArn))).toBe(1);
  });

  it('goes on with its children, those that had succeeded excepted', async () => {
    const calls: JsonValue[] = [];
    const { store, executionArn } = await start(
      program({
        M: { Type: 'Map', MaxConcurrency: 2, ItemProcessor: distributed({ I: task('work') }), End: true },
      }),
      [1, 2, 3, 4],
      (payload, call) => {
        calls.push(payload);
        return payload === 1 || payload === 2 ? payload : never(payload, call);
      },
    );
    expect(calls).toEqual([1, 2, 3, 4]);
    const harness = new Harness({ work: (payload) => (calls.push(payload), payload) }, { store });
    expect(outputOf(await harness.redrive(executionArn))).toEqual([1, 2, 3, 4]);
    expect(calls.slice(4)).toEqual([3, 4]);
  });

  it('leaves its Map Run as it was, running', async () => {
    const { store, executionArn } = await start(
      program({ M: { Type: 'Map', ItemProcessor: distributed({ I: task('work') }), End: true } }),
      [1, 2],
      never,
    );
    const { items } = await store.listMapRuns(executionArn, 9);
    expect(items).toMatchObject([{ status: 'RUNNING', executionCounts: { running: 2, total: 2 } }]);
    expect(items[0]).not.toHaveProperty('stopDate');
  });

  it('takes its children with it when it is stopped', async () => {
    const { store, executionArn } = await start(
      program({ M: { Type: 'Map', ItemProcessor: distributed({ I: task('work') }), End: true } }),
      [1, 2],
      never,
    );
    const harness = new Harness({}, { store });
    await harness.engine.stopExecution({ executionArn });
    const [run] = (await harness.engine.listMapRuns(executionArn, 9)).items;
    expect(run).toMatchObject({ status: 'ABORTED' });
    const { items } = await harness.engine.listExecutions({ mapRunArn: run!.mapRunArn, limit: 9 });
    expect(items.map(({ record }) => record.status)).toEqual(['ABORTED', 'ABORTED']);
  });
});
