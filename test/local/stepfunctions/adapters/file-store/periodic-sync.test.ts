import * as fs from 'node:fs';
import { mkdtemp, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { entry, execution, executionArn } from '../support/records.ts';
import { ManualClock } from './support/manual-clock.ts';

/** The synced descriptors, and the outcome of each sync. */
const syncs: { descriptors: number[]; fails: boolean } = { descriptors: [], fails: false };

jest.unstable_mockModule('node:fs', () => ({
  ...fs,
  fdatasync(descriptor: number, done: (error: Error | null) => void) {
    syncs.descriptors.push(descriptor);
    done(syncs.fails ? Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' }) : null);
  },
}));
const { FileStore } = await import('../../../../../local/stepfunctions/adapters/file-store/file-store.ts');
const { SYNC_AFTER_MS } =
  await import('../../../../../local/stepfunctions/adapters/file-store/periodic-sync.ts');

let folder: string;
let clock: ManualClock;
let store: InstanceType<typeof FileStore>;

beforeEach(async () => {
  syncs.fails = false;
  folder = await mkdtemp(join(tmpdir(), 'periodic-sync-'));
  clock = new ManualClock();
  store = new FileStore(folder, { clock, warn: () => undefined });
  store.putExecution(execution('one'));
  await store.flush();
  await clock.advance(SYNC_AFTER_MS);
  syncs.descriptors = [];
});

afterEach(async () => {
  await store.close().catch((error: unknown) => {
    if (!syncs.fails) throw error;
  });
  await rm(folder, { recursive: true });
});

/** The names of the synced files. */
const filesSynced = async (): Promise<string[]> => {
  const paths = await Promise.all(syncs.descriptors.map((number) => readlink(`/proc/self/fd/${number}`)));
  return paths.map((path) => basename(path));
};

it('syncs written data within seconds without a flush', async () => {
  store.append(executionArn('one'), entry(1));
  await clock.advance(SYNC_AFTER_MS - 1);
  expect(syncs.descriptors).toEqual([]);

  await clock.advance(1);
  expect(await filesSynced()).toEqual(['000000001.log']);
});

it('syncs once for all writes meanwhile, and continues while there are writes', async () => {
  for (let id = 1; id <= 30; id += 1) {
    store.append(executionArn('one'), entry(id));
    await clock.advance(SYNC_AFTER_MS / 10);
  }
  expect(syncs.descriptors).toHaveLength(3);
});

it('does not sync without writes', async () => {
  await clock.advance(10 * SYNC_AFTER_MS);
  expect(syncs.descriptors).toEqual([]);
  expect(clock.sleeping).toBe(0);
});

it('reports a failed sync with the next write', async () => {
  syncs.fails = true;
  store.append(executionArn('one'), entry(1));
  await clock.advance(SYNC_AFTER_MS);
  expect(() => {
    store.append(executionArn('one'), entry(2));
  }).toThrow('EIO');
});

it('leaves no timer behind when it is closed', async () => {
  store.append(executionArn('one'), entry(1));
  expect(clock.sleeping).toBe(1);
  await store.close();
  expect(clock.sleeping).toBe(0);
  store = new FileStore(folder, { clock, warn: () => undefined });
});
