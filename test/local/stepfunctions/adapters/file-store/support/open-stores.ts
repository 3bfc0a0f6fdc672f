import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from '@jest/globals';
import { FileStore } from '../../../../../../local/stepfunctions/adapters/file-store/file-store.ts';
import { RealClock } from '../../../../../../local/stepfunctions/adapters/real-clock.ts';

/** The data folder of the test. */
export let folder: string;
/** The warnings of its stores. */
export let warnings: string[];
/** The open stores of the test. A test that leaves one open on purpose takes it off. */
export const stores: FileStore[] = [];

/** Makes a data folder for each test. After the test, its stores are closed and the folder is removed. */
export function openStoresEachTest(): void {
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'file-store-'));
    warnings = [];
  });
  afterEach(async () => {
    for (const store of stores.splice(0)) await store.close();
    await rm(folder, { recursive: true });
  });
}

export function open(at = folder): FileStore {
  const store = new FileStore(at, { clock: new RealClock(), warn: (text) => warnings.push(text) });
  stores.push(store);
  return store;
}

export async function close(store: FileStore): Promise<void> {
  stores.splice(stores.indexOf(store), 1);
  await store.close();
}
