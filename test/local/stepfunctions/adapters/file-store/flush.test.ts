import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { ExecutionLog } from '../../../../../local/stepfunctions/adapters/file-store/execution-log.ts';
import { FileStore } from '../../../../../local/stepfunctions/adapters/file-store/file-store.ts';
import { RealClock } from '../../../../../local/stepfunctions/adapters/real-clock.ts';
import { nodeHash } from '../../../../../local/stepfunctions/adapters/hash.ts';
import { createEngine } from '../../../../../local/stepfunctions/interpreter/engine.ts';
import { entry, execution, executionArn } from '../support/records.ts';
import { fakeInvoker, machine, steadyRandom } from '../../../../../local/stepfunctions/testing.ts';

let folder: string;
let store: FileStore;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'flush-'));
  store = new FileStore(folder, { clock: new RealClock(), warn: () => undefined });
});

afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

it('syncs one execution, and leaves the others to the next flush', async () => {
  for (const name of ['one', 'other']) store.putExecution(execution(name));
  const sync = jest.spyOn(ExecutionLog.prototype, 'sync');

  await store.flush(executionArn('one'));
  expect(sync).toHaveBeenCalledTimes(1);

  await store.flush();
  expect(sync).toHaveBeenCalledTimes(2);
  expect(new Set(sync.mock.contexts).size).toBe(2);
});

it('settles concurrent flushes, and those that come during a flush', async () => {
  store.putExecution(execution('one'));
  const flushes = [store.flush(), store.flush()];
  for (const id of [1, 2, 3]) {
    await Promise.resolve();
    store.append(executionArn('one'), entry(id));
    flushes.push(store.flush(executionArn('one')));
  }

  await expect(Promise.all(flushes)).resolves.toHaveLength(5);
});

it('a start, a stop and a redrive wait for their own execution only', async () => {
  const clock = new RealClock();
  const engine = createEngine({
    ...{ clock, store, random: steadyRandom, hash: nodeHash },
    ...{ region: 'eu-west-2', accountId: '000000000000' },
    invoker: fakeInvoker({}),
  });
  const flush = jest.spyOn(store, 'flush');
  const stateMachine = machine({
    StartAt: 'Wait',
    States: { Wait: { Type: 'Wait', Seconds: 3600, End: true } },
  });

  const { executionArn: arn } = await engine.startExecution({ stateMachine });
  await engine.stopExecution({ executionArn: arn });
  await engine.redriveExecution({ executionArn: arn });

  expect(flush.mock.calls).toEqual([[arn], [arn], [arn]]);
  await engine.close();
});
