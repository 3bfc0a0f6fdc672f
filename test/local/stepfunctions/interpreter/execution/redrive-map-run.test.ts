import { describe, expect, it } from '@jest/globals';
import type { JsonValue } from '../../../../../local/stepfunctions/interpreter/json.ts';
import type { ExecutionDescription } from '../../../../../local/stepfunctions/interpreter/engine-api.ts';
import type { MapRunRecord } from '../../../../../local/stepfunctions/interpreter/records.ts';
import { never } from '../support/dying.ts';
import {
  Harness,
  machine,
  MemoryStore,
  outputOf,
  TaskError,
} from '../../../../../local/stepfunctions/testing.ts';
import { mapRunOf } from '../support/map-runs.ts';
import { distributed, program, task } from '../support/states.ts';
import { settled } from '../../../../support/settled.ts';

const ITEMS = [1, 2, 3, 4, 5];

/** A Map Run with two concurrent children and a function that hangs or fails for some items. */
class Scene {
  readonly hanging = new Set<JsonValue>();
  readonly failing = new Set<JsonValue>();
  calls: JsonValue[] = [];
  // The virtual clock would otherwise skip to the time limit of Express children.
  readonly harness = new Harness(
    {
      work: (payload) => {
        this.calls.push(payload);
        if (this.failing.has(payload)) throw new TaskError('Failed', 'for now');
        return this.hanging.has(payload) ? new Promise(() => undefined) : payload;
      },
    },
    { quotas: { expressExecutionMs: Infinity } },
  );
  executionArn = '';

  async start(type: 'STANDARD' | 'EXPRESS', rest: object = {}): Promise<void> {
    const map = {
      Type: 'Map',
      MaxConcurrency: 2,
      ItemProcessor: distributed({ I: task('work') }, type),
      End: true,
      ...rest,
    };
    const { executionArn } = await this.harness.engine.startExecution({
      stateMachine: machine(program({ M: map })),
      input: JSON.stringify(ITEMS),
    });
    this.executionArn = executionArn;
    await settled();
  }

  async stop(): Promise<void> {
    await this.harness.engine.stopExecution({ executionArn: this.executionArn });
  }

  async mapRun(): Promise<MapRunRecord> {
    const { items } = await this.harness.engine.listMapRuns(this.executionArn, 9);
    return items[0]!;
  }

  /** Descriptions of the children in the order of their items. */
  async children(): Promise<readonly ExecutionDescription[]> {
    const { mapRunArn } = await this.mapRun();
    const { items } = await this.harness.engine.listExecutions({ mapRunArn, limit: 99 });
    return [...items].sort((a, b) => a.record.child!.childIndex - b.record.child!.childIndex);
  }

  async statuses(): Promise<readonly string[]> {
    return (await this.children()).map(({ record }) => record.status);
  }

  async redrive(): Promise<JsonValue> {
    this.calls = [];
    return outputOf(await this.harness.redrive(this.executionArn));
  }
}

/**
 * Ends the process of a Map Run while two children run. The next process redrives one child at a time, and its
 * function does not answer.
 */
async function dieWhileTwoRun(type: 'STANDARD' | 'EXPRESS'): Promise<{ scene: Scene; next: Harness }> {
  const scene = new Scene();
  for (const item of ITEMS) scene.hanging.add(item);
  await scene.start(type);
  await scene.harness.engine.close();
  const next = new Harness(
    { work: never },
    { store: scene.harness.store, quotas: { expressExecutionMs: Infinity, childrenAtOnce: 1 } },
  );
  return { scene, next };
}

describe.each(['STANDARD', 'EXPRESS'] as const)('a redrive of a Map Run with %s children', (type) => {
  it('after a stop runs the stopped children and those that had not started, in the order of the items', async () => {
    const scene = new Scene();
    scene.hanging.add(1).add(3);
    await scene.start(type);
    expect(scene.calls).toEqual([1, 2, 3]);
    await scene.stop();
    expect(await scene.statuses()).toEqual(['ABORTED', 'SUCCEEDED', 'ABORTED']);
    expect(await scene.mapRun()).toMatchObject({
      status: 'ABORTED',
      itemCounts: { pending: 2, running: 0, succeeded: 1, aborted: 2, total: 5 },
    });

    scene.hanging.clear();
    expect(await scene.redrive()).toEqual(ITEMS);
    expect([...scene.calls].sort()).toEqual([1, 3, 4, 5]);
    expect(await scene.statuses()).toEqual(ITEMS.map(() => 'SUCCEEDED'));
    expect(await scene.mapRun()).toMatchObject({
      status: 'SUCCEEDED',
      redriveCount: 1,
      itemCounts: { pending: 0, aborted: 0, succeeded: 5, pendingRedrive: 0, total: 5 },
    });
  });

  it('is refused beyond the quota of redrives', async () => {
    const harness = new Harness(
      {
        work: () => {
          throw new TaskError('Failed', 'for ever');
        },
      },
      { quotas: { mapRunRedrives: 1 } },
    );
    const map = { Type: 'Map', ItemProcessor: distributed({ I: task('work') }), End: true };
    const { executionArn } = await harness.run(program({ M: map }), [1]);

    expect(await harness.redrive(executionArn)).toMatchObject({
      error: 'States.ExceedToleratedFailureThreshold',
    });
    expect(await harness.redrive(executionArn)).toMatchObject({
      error: 'States.Runtime',
      cause: expect.stringContaining('cannot be redriven any more'),
    });
  });

  it('that is stopped restores the status of pending children, and can be followed by another', async () => {
    const scene = new Scene();
    for (const item of ITEMS) scene.failing.add(item);
    await scene.start(type, { ToleratedFailurePercentage: 90 });
    expect(await scene.statuses()).toEqual(ITEMS.map(() => 'FAILED'));

    scene.failing.clear();
    for (const item of ITEMS) scene.hanging.add(item);
    await scene.harness.engine.redriveExecution({ executionArn: scene.executionArn });
    await settled();
    expect((await scene.statuses()).filter((status) => status === 'PENDING_REDRIVE')).toHaveLength(3);
    expect(await scene.mapRun()).toMatchObject({
      executionCounts: { pendingRedrive: 3, running: 2, failed: 0 },
    });
    await scene.stop();
    expect([...(await scene.statuses())].sort()).toEqual([
      'ABORTED',
      'ABORTED',
      'FAILED',
      'FAILED',
      'FAILED',
    ]);
    expect(await scene.mapRun()).toMatchObject({
      executionCounts: { pendingRedrive: 0, running: 0, failed: 3, aborted: 2 },
    });

    scene.hanging.clear();
    expect(await scene.redrive()).toEqual(ITEMS);
    expect([...scene.calls].sort()).toEqual(ITEMS);
    expect(await scene.mapRun()).toMatchObject({ status: 'SUCCEEDED', redriveCount: 2 });
  });

  it('whose process died before a child started restores the status of that child', async () => {
    const scene = new Scene();
    scene.failing.add(1);
    await scene.start(type, { MaxConcurrency: 1 });
    await scene.harness.redrive(scene.executionArn);
    const [{ record }] = (await scene.children()) as [ExecutionDescription];
    expect(record).toMatchObject({ status: 'FAILED', error: 'Failed', redriveCount: 1 });
    scene.harness.store.updateExecution(record.executionArn, { status: 'PENDING_REDRIVE' });
    expect(await scene.statuses()).toEqual(['PENDING_REDRIVE']);
    const next = new Harness({}, { store: scene.harness.store });
    await next.engine.recover();
    const [child] = await scene.children();
    expect(child?.record).toMatchObject(record);
  });

  it('whose process dies, and whose next one is stopped, also ends the child that had not started', async () => {
    const { scene, next } = await dieWhileTwoRun(type);
    await next.engine.recover();
    await next.engine.redriveExecution({ executionArn: scene.executionArn });
    await settled();
    expect([...(await scene.statuses())].sort()).toEqual(['PENDING_REDRIVE', 'RUNNING']);
    // The second process dies as well. Pending children have not ended.
    await next.engine.close();
    const last = new Harness({}, { store: scene.harness.store });
    await last.engine.recover();
    expect(await scene.statuses()).toEqual(['RUNNING', 'RUNNING']);
    await last.engine.stopExecution({ executionArn: scene.executionArn });
    expect(await scene.statuses()).toEqual(['ABORTED', 'ABORTED']);
  });

  it('that is stopped also ends the child that had not started before its process died', async () => {
    const { scene, next } = await dieWhileTwoRun(type);
    await next.engine.redriveExecution({ executionArn: scene.executionArn });
    await settled();
    await next.engine.stopExecution({ executionArn: scene.executionArn });
    expect(await scene.statuses()).toEqual(['ABORTED', 'ABORTED']);
    expect(await scene.mapRun()).toMatchObject({ executionCounts: { aborted: 2, running: 0, pending: 3 } });
    for (const { record } of await scene.children()) {
      const { items } = await next.engine.getExecutionHistory({
        executionArn: record.executionArn,
        reverseOrder: true,
        maxResults: 1,
      });
      expect(items).toMatchObject([{ type: 'ExecutionAborted', previousEventId: 0 }]);
    }
  });
});

describe('a redrive of an execution that timed out in a Map Run', () => {
  it('continues with the children that have not succeeded', async () => {
    const scene = new Scene();
    const harness = scene.harness;
    scene.hanging.add(2);
    const map = { Type: 'Map', ItemProcessor: distributed({ I: task('work') }), End: true };
    const failed = await harness.run({ TimeoutSeconds: 10, ...program({ M: map }) }, ITEMS);
    expect(failed.status).toBe('TIMED_OUT');
    scene.executionArn = failed.executionArn;
    expect(await scene.statuses()).toEqual(['SUCCEEDED', 'ABORTED', 'SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED']);
    scene.hanging.clear();
    expect(await scene.redrive()).toEqual(ITEMS);
    expect(scene.calls).toEqual([2]);
  });
});

describe('a redrive after a redrive that was stopped', () => {
  it('does not repeat the repetition of the first after States.DataLimitExceeded', async () => {
    const scene = new Scene();
    let size = 100_000;
    const harness = new Harness({
      work: (payload) => {
        scene.calls.push(payload);
        return scene.hanging.has(payload) ? new Promise(() => undefined) : 'x'.repeat(size);
      },
    });
    const map = {
      Type: 'Map',
      MaxConcurrency: 1,
      ItemProcessor: distributed({ I: task('work') }),
      End: true,
    };
    const { executionArn, error } = await harness.run(program({ M: map }), [1, 2, 3]);
    expect(error).toBe('States.DataLimitExceeded');
    size = 1;
    scene.hanging.add(2);
    scene.calls = [];
    await harness.engine.redriveExecution({ executionArn });
    await settled();
    await harness.engine.stopExecution({ executionArn });
    expect(scene.calls).toEqual([1, 2]);
    scene.hanging.clear();
    scene.calls = [];
    expect(outputOf(await harness.redrive(executionArn))).toEqual(['x', 'x', 'x']);
    expect(scene.calls).toEqual([2, 3]);
  });
});

describe('a redrive of a Map Run', () => {
  const choice = (next: string): object => ({
    Type: 'Choice',
    Choices: [{ Condition: false, Next: 'S' }],
    Default: next,
  });

  it('with more children than a page runs only the one that failed, and keeps all results', async () => {
    const scene = new Scene();
    const items = Array.from({ length: 101 }, (_, index) => index);
    scene.failing.add(100);
    const map = {
      Type: 'Map',
      Items: items,
      MaxConcurrency: 1,
      ItemProcessor: distributed({ I: task('work') }),
    };
    const { executionArn } = await scene.harness.run(program({ M: { ...map, End: true } }));
    scene.executionArn = executionArn;
    scene.failing.clear();
    expect(await scene.redrive()).toEqual(items);
    expect(scene.calls).toEqual([100]);
  });

  it.each<[status: string, inner: Record<string, object>, counts: object]>([
    ['failed', { C: choice('C'), S: { Type: 'Succeed' } }, { failed: 2, timedOut: 0 }],
    [
      'timed out',
      { W: { Type: 'Wait', Seconds: 2, Next: 'C' }, C: choice('W'), S: { Type: 'Succeed' } },
      { failed: 0, timedOut: 2 },
    ],
  ])(
    'does not run a child with a full history that %s, and does not change its count',
    async (_status, inner, counts) => {
      // The execution ends with its 11th event, during the third wait: there is no room for two more.
      const quotas = { historyEvents: 12, standardExecutionMs: 5_000 };
      const harness = new Harness({}, { quotas });
      const map = { Type: 'Map', ItemBatcher: { MaxItemsPerBatch: 2 }, ItemProcessor: distributed(inner) };
      const record = await harness.run(program({ M: { ...map, End: true } }), [1, 2]);
      expect(record.error).toBe('States.ExceedToleratedFailureThreshold');

      expect((await harness.redrive(record.executionArn)).error).toBe(record.error);
      expect(await mapRunOf(harness, record)).toMatchObject({
        status: 'FAILED',
        redriveCount: 1,
        itemCounts: { ...counts, total: 2, failuresNotRedrivable: 2 },
        executionCounts: { total: 1, failuresNotRedrivable: 1 },
      });
    },
  );

  it('fails when the store has lost a child', async () => {
    let isLost = false;
    class ForgetfulStore extends MemoryStore {
      override readExecution(executionArn: string): ReturnType<MemoryStore['readExecution']> {
        return isLost && executionArn.includes('/')
          ? Promise.resolve(undefined)
          : super.readExecution(executionArn);
      }
    }
    const harness = new Harness({}, { store: new ForgetfulStore() });
    const map = {
      Type: 'Map',
      Items: [1, 2],
      ItemProcessor: distributed({ F: { Type: 'Fail' } }),
      End: true,
    };
    const { executionArn } = await harness.run(program({ M: map }));
    isLost = true;
    expect(await harness.redrive(executionArn)).toMatchObject({
      error: 'States.Runtime',
      cause: expect.stringContaining('is not in the store'),
    });

    // States.Runtime starts a new Map Run.
    isLost = false;
    await harness.redrive(executionArn);
    const { items } = await harness.engine.listMapRuns(executionArn, 9);
    expect(items.map(({ redriveCount }) => redriveCount)).toEqual([1, 0]);
  });
});
