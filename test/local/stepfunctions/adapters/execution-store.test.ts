import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe } from '@jest/globals';
import { FileStore } from '../../../../local/stepfunctions/adapters/file-store/file-store.ts';
import { RealClock } from '../../../../local/stepfunctions/adapters/real-clock.ts';
import { MemoryStore } from '../../../../local/stepfunctions/testing.ts';
import { describeExecutionStore } from './support/execution-store.contract.ts';

describe('MemoryStore', () => {
  describeExecutionStore(() => new MemoryStore());
});

describe('FileStore', () => {
  const opened: { readonly store: FileStore; readonly folder: string }[] = [];

  afterEach(async () => {
    for (const { store, folder } of opened.splice(0)) {
      await store.close();
      await rm(folder, { recursive: true });
    }
  });

  describeExecutionStore(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'file-store-'));
    const warn = (text: string): void => {
      throw new Error(`The store should have nothing to warn of: ${text}`);
    };
    const store = new FileStore(folder, { clock: new RealClock(), warn });
    opened.push({ store, folder });
    return store;
  });
});
