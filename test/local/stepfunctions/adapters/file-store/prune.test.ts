import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { FileStore } from '../../../../../local/stepfunctions/adapters/file-store/file-store.ts';
import { RealClock } from '../../../../../local/stepfunctions/adapters/real-clock.ts';
import { child, entry, execution, executionArn, mapRun } from '../support/records.ts';

let folder: string;
let warnings: string[];
let store: FileStore;

const open = () => new FileStore(folder, { clock: new RealClock(), warn: (text) => warnings.push(text) });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prune-'));
  warnings = [];
  store = open();
});

afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

function put(name: string, startDate: number, stopDate?: number): void {
  store.putExecution(execution(name, { startDate }));
  store.append(executionArn(name), entry(1));
  store.putMapRun(mapRun(name, executionArn(name)));
  store.putExecution(child(`${name}-child`, name, 0, { status: 'SUCCEEDED' }));
  if (stopDate !== undefined) store.updateExecution(executionArn(name), { status: 'FAILED', stopDate });
}

const listed = async () => (await store.listExecutions({ limit: 100 })).items.map(({ name }) => name).sort();

it('removes old executions permanently, with their child executions and files', async () => {
  put('old', 100, 200);
  put('long', 100, 900);
  put('running', 100);
  put('new', 800, 900);
  await store.flush();
  expect(store.prune(500, true)).toEqual([executionArn('old')]);
  expect(await listed()).toContain('old');
  expect(store.prune(500)).toEqual([executionArn('old')]);
  const kept = ['long', 'long-child', 'new', 'new-child', 'running', 'running-child'];
  expect(await listed()).toEqual(kept);
  expect((await readdir(join(folder, 'executions'))).sort()).toEqual([
    '000000002.log',
    '000000003.log',
    '000000004.log',
  ]);
  expect(await store.readExecution(executionArn('old'))).toBeUndefined();
  expect(await store.readMapRun(mapRun('old', '').mapRunArn)).toBeUndefined();
  // Its name can be reused, but not its number while the store is open.
  put('old', 1000);
  await store.close();
  store = open();
  expect(await listed()).toEqual([...kept, 'old', 'old-child'].sort());
  expect(await store.readJournal(executionArn('old'), { limit: 10 })).toHaveLength(1);
  expect(warnings).toEqual([]);
});

it('changes nothing when nothing is old enough', async () => {
  put('new', 800, 900);
  await store.flush();
  expect(store.prune(500)).toEqual([]);
  expect(await listed()).toEqual(['new', 'new-child']);
});
