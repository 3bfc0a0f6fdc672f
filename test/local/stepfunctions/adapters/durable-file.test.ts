import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import type * as promises from 'node:fs/promises';
import type * as sync from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';

/** The calls of the file system that matter to a power cut, in order. */
const calls: string[] = [];
const names = new Map<number, string>();
const nameOf = (path: unknown) => basename(String(path)).replace(/\.[0-9a-f-]{36}\.tmp$/, '.tmp');

const realPromises = jest.requireActual<typeof promises>('node:fs/promises');
const realSync = jest.requireActual<typeof sync>('node:fs');
jest.unstable_mockModule('node:fs/promises', () => ({
  ...realPromises,
  async open(path: string, flags: string | number, mode?: number) {
    const handle = await realPromises.open(path, flags, mode);
    const flush = handle.sync.bind(handle);
    handle.sync = () => {
      calls.push(`sync ${nameOf(path)}`);
      return flush();
    };
    return handle;
  },
  rename(from: string, to: string) {
    calls.push(`rename ${nameOf(from)} ${nameOf(to)}`);
    return realPromises.rename(from, to);
  },
}));
jest.unstable_mockModule('node:fs', () => ({
  ...realSync,
  openSync(path: string, flags: string, mode?: number) {
    const descriptor = realSync.openSync(path, flags, mode);
    names.set(descriptor, nameOf(path));
    return descriptor;
  },
  fsyncSync(descriptor: number) {
    calls.push(`sync ${names.get(descriptor) ?? ''}`);
    realSync.fsyncSync(descriptor);
  },
  renameSync(from: string, to: string) {
    calls.push(`rename ${nameOf(from)} ${nameOf(to)}`);
    realSync.renameSync(from, to);
  },
}));
const { removeStagingFiles, replaceFile, replaceFileSync } =
  await import('../../../../local/stepfunctions/adapters/durable-file.ts');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'durable-file-'));
  calls.length = 0;
});
afterEach(() => rm(folder, { recursive: true }));

const variants: readonly [string, (path: string, text: string) => Promise<void>][] = [
  ['replaceFile', replaceFile],
  [
    'replaceFileSync',
    (path, text) =>
      Promise.resolve().then(() => {
        replaceFileSync(path, text);
      }),
  ],
];

describe.each(variants)('%s', (_name, replace) => {
  it('syncs the text before the rename, and the name before it returns', async () => {
    await replace(join(folder, 'value.json'), 'new');

    expect(calls).toEqual([
      'sync value.json.tmp',
      'rename value.json.tmp value.json',
      `sync ${basename(folder)}`,
    ]);
    expect(await readFile(join(folder, 'value.json'), 'utf8')).toBe('new');
    expect((await stat(join(folder, 'value.json'))).mode & 0o077).toBe(0);
  });

  it('leaves the old file, and nothing else, when it fails', async () => {
    await mkdir(join(folder, 'value.json'));

    await expect(replace(join(folder, 'value.json'), 'new')).rejects.toThrow('EISDIR');
    expect(await readdir(folder)).toEqual(['value.json']);
  });
});

it('removeStagingFiles removes incomplete files, of older versions too, and nothing else', async () => {
  const id = '11111111-2222-4333-8444-555555555555';
  for (const name of [`a.json.${id}.tmp`, `b.json.${id}`, 'c.json', `lock.claim-${id}`, 'd.tmp'])
    await writeFile(join(folder, name), '');
  removeStagingFiles(folder);
  removeStagingFiles(join(folder, 'missing'));

  expect((await readdir(folder)).sort()).toEqual(['c.json', 'd.tmp', `lock.claim-${id}`]);
});
