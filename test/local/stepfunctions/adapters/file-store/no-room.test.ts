import { mkdir, readdir, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { entry, execution, executionArn } from '../support/records.ts';
import { close, folder, open, openStoresEachTest, stores, warnings } from './support/open-stores.ts';

openStoresEachTest();

describe('a full disk', () => {
  it('fails the flush, and every write after it', async () => {
    const store = open();
    store.putExecution(execution('before'));
    await store.flush();
    await symlink('/dev/full', join(folder, 'executions/000000002.log'));
    store.putExecution(execution('after'));
    const path = join(folder, 'executions/000000002.log');
    await expect(store.flush()).rejects.toMatchObject({
      name: 'StoreWriteFailed',
      path,
      cause: { code: 'ENOSPC' },
    });
    expect(() => {
      store.append(executionArn('after'), entry(1));
    }).toThrow('ENOSPC');
    expect(await store.readExecution(executionArn('before'))).toEqual(execution('before'));
    stores.splice(0);
    await expect(store.close()).rejects.toMatchObject({ name: 'StoreWriteFailed' });
    expect(await readdir(folder)).not.toContain('lock');
  });

  it('reports a removed folder, which is not recreated', async () => {
    const store = open();
    store.putExecution(execution('before'));
    await store.flush();
    await rm(folder, { recursive: true });
    store.putExecution(execution('after'));
    await expect(store.flush()).rejects.toThrow('it was removed while it was in use');
    await expect(store.flush()).rejects.toThrow('it was removed while it was in use');
    stores.splice(0);
    await expect(store.close()).rejects.toThrow('it was removed while it was in use');
    await expect(readdir(folder)).rejects.toThrow('ENOENT');
    await mkdir(folder);
    expect(warnings).toEqual([]);
  });

  it('reports a removed file although its descriptor still accepts writes', async () => {
    const store = open();
    store.putExecution(execution('before'));
    await store.flush();
    await rm(folder, { recursive: true });
    store.append(executionArn('before'), entry(1));
    const path = join(folder, 'executions/000000001.log');
    await expect(store.flush()).rejects.toThrow(`Cannot write ${path}: it was removed while it was in use`);
    stores.splice(0);
    await expect(store.close()).rejects.toMatchObject({
      name: 'StoreWriteFailed',
      cause: { code: 'ENOENT' },
    });
    await mkdir(folder);
  });

  it('reports a removed file that cannot be read, and does not recreate it', async () => {
    const store = open();
    // More files than the limit of open files, so that the first is closed.
    for (let number = 1; number <= 70; number += 1) store.putExecution(execution(`n${number}`));
    await store.flush();
    const path = join(folder, 'executions/000000001.log');
    await rm(path);
    await expect(store.readExecution(executionArn('n1'))).rejects.toMatchObject({
      name: 'StoreReadFailed',
      path,
      message: `Cannot read ${path}: it was removed while it was in use`,
      cause: { code: 'ENOENT' },
    });
    expect(await readdir(join(folder, 'executions'))).not.toContain('000000001.log');
  });

  it('can be read meanwhile, and accepts writes again when it has space', async () => {
    const store = open();
    store.putExecution(execution('before'));
    await store.flush();
    const path = join(folder, 'executions/000000002.log');
    await symlink('/dev/full', path);
    store.putExecution(execution('after'));
    await expect(store.flush()).rejects.toThrow('ENOSPC');
    expect(() => store.putExecution(execution('refused'))).toThrow('ENOSPC');
    const names = async () => (await store.listExecutions({ limit: 10 })).items.map(({ name }) => name);
    expect(await names()).toEqual(['after', 'before']);
    await rm(path);
    store.append(executionArn('after'), entry(1));
    await store.flush();
    expect(warnings).toEqual([
      `${folder} can be written again. Executions that ran meanwhile are interrupted: redrive them.`,
    ]);
    await close(store);
    const again = open();
    expect(await again.readJournal(executionArn('after'), { limit: 10 })).toEqual([entry(1)]);
    expect((await again.listExecutions({ limit: 10 })).items.map(({ name }) => name)).toEqual([
      'after',
      'before',
    ]);
    expect(warnings).toHaveLength(1);
  });
});
