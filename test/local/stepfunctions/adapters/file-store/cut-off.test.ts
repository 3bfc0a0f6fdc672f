import { cp, mkdtemp, readFile, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ExecutionRecord } from '../../../../../local/stepfunctions/interpreter/records.ts';
import { openFanOut, startFanOut, type FanOut } from './support/fan-out.ts';

const ARN = 'arn:aws:states:eu-west-2:000000000000:execution:m:fan-out';
const LOG = 'executions/000000001.log';
const CHILDREN = 3;
const OUTPUT = '[10,20,30]';

const ENDED = new Map([
  ['ExecutionSucceeded', 'SUCCEEDED'],
  ['ExecutionFailed', 'FAILED'],
  ['ExecutionAborted', 'ABORTED'],
]);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cut-off-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Runs a fan-out whose second child execution fails, and succeeds after a redrive. */
async function record(store: string): Promise<Buffer> {
  let broken = true;
  const runtime = openFanOut(store, { fails: (item) => broken && item === 2 });
  await startFanOut(runtime.engine, CHILDREN);
  expect(await runtime.engine.whenEnded(ARN)).toMatchObject({ status: 'FAILED' });
  broken = false;
  await runtime.engine.redriveExecution({ executionArn: ARN, clientToken: 'token' });
  expect(await runtime.engine.whenEnded(ARN)).toMatchObject({ status: 'SUCCEEDED' });
  await close(runtime);
  return readFile(join(store, LOG));
}

async function close({ engine, store }: FanOut): Promise<void> {
  await engine.close();
  await store.close();
}

/** The end of each line of the log, and an offset in the middle of each. */
function cuts(log: Buffer): readonly number[] {
  const ends: number[] = [];
  for (let end = log.indexOf('\n'); end >= 0; end = log.indexOf('\n', end + 1)) ends.push(end + 1);
  return ends.flatMap((end, index) => [Math.floor(((ends[index - 1] ?? 0) + end) / 2), end]);
}

async function cutOff(whole: string, size: number): Promise<string> {
  const store = join(folder, `cut-${size}`);
  await cp(whole, store, { recursive: true });
  await truncate(join(store, LOG), size);
  return store;
}

/** Checks that each history is consecutive, begins with the start, and ends according to the status. */
async function checkHistories({ engine }: FanOut): Promise<void> {
  for (const { record } of (await engine.listExecutions({ limit: 1000 })).items) {
    const { executionArn, status } = record;
    const { items } = await engine.getExecutionHistory({ executionArn, maxResults: 1000 });
    const types = items.map(({ type }) => type);
    expect(items.map(({ id }) => id)).toEqual(items.map((_, index) => index + 1));
    expect(types.slice(0, 1)).not.toContain('ExecutionRedriven');
    expect(types.filter((type) => type === 'ExecutionStarted').length).toBeLessThanOrEqual(1);
    expect(status).toBe(ENDED.get(types.at(-1) ?? '') ?? 'RUNNING');
    const redriven = types.filter((type) => type === 'ExecutionRedriven').length;
    expect({ executionArn, redriveCount: record.redriveCount }).toEqual({
      executionArn,
      redriveCount: redriven,
    });
  }
}

/** Redrives an execution that was cut off before it had succeeded. Returns true if there was one. */
async function finish(runtime: FanOut): Promise<boolean> {
  const { engine, worked } = runtime;
  const { items } = await engine.listExecutions({ limit: 1000 });
  const top = items.find(({ record }) => record.executionArn === ARN);
  if (top === undefined) return false;
  const unsuccessful = top.record.status !== 'SUCCEEDED';
  expect(top.redriveStatus).toBe(unsuccessful ? 'REDRIVABLE' : 'NOT_REDRIVABLE');
  if (unsuccessful) {
    await engine.redriveExecution({ executionArn: ARN, clientToken: 'token' });
  }
  const { status, output, cause } = await engine.whenEnded(ARN);
  expect({ status, cause, output }).toEqual({ status: 'SUCCEEDED', output: OUTPUT, cause: undefined });
  const done = items.filter(({ record }) => record.status === 'SUCCEEDED');
  expect(worked.length).toBeLessThanOrEqual(Math.max(0, CHILDREN - done.length));
  return unsuccessful;
}

/** Stops an execution that was cut off while it ran. Returns true if there was one. */
async function stop({ engine }: FanOut, interrupted: readonly ExecutionRecord[]): Promise<boolean> {
  if (!interrupted.some(({ executionArn }) => executionArn === ARN)) return false;
  await engine.stopExecution({ executionArn: ARN });
  const { items } = await engine.listExecutions({ limit: 1000 });
  const open = items.filter(({ record }) => ['RUNNING', 'PENDING_REDRIVE'].includes(record.status));
  expect(open).toEqual([]);
  for (const { status, executionCounts } of (await engine.listMapRuns(ARN, 9)).items) {
    expect(status).not.toBe('RUNNING');
    expect(executionCounts).toMatchObject({ running: 0, pendingRedrive: 0 });
  }
  return true;
}

describe('a log that is cut off anywhere', () => {
  it('is opened, agrees with its histories, and its execution is redriven to the same output', async () => {
    const whole = join(folder, 'whole');
    let redriven = 0;
    for (const size of cuts(await record(whole))) {
      const runtime = openFanOut(await cutOff(whole, size));
      await runtime.engine.recover();
      await checkHistories(runtime);
      if (await finish(runtime)) redriven += 1;
      await checkHistories(runtime);
      await close(runtime);
    }
    expect(redriven).toBeGreaterThan(50);
  }, 60_000);

  it('is opened, and its running execution is stopped with all child executions', async () => {
    const whole = join(folder, 'whole');
    let stopped = 0;
    for (const size of cuts(await record(whole))) {
      const runtime = openFanOut(await cutOff(whole, size));
      if (await stop(runtime, await runtime.engine.recover())) stopped += 1;
      await checkHistories(runtime);
      await close(runtime);
    }
    expect(stopped).toBeGreaterThan(50);
  }, 60_000);
});
