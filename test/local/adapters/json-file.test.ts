import { chmod, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { JsonFile } from '../../../local/adapters/json-file.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'json-file-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('JsonFile', () => {
  it('gives back what was written, and undefined before', async () => {
    const file = new JsonFile<{ readonly title: string }>(join(folder, 'new/folder/value.json'));
    expect(await file.read()).toBeUndefined();
    await file.write({ title: '東京' });
    expect(await file.read()).toEqual({ title: '東京' });
    expect((await stat(file.path)).mode & 0o077).toBe(0);
  });

  it('writes in the order of the calls', async () => {
    const file = new JsonFile<number>(join(folder, 'value.json'));
    await Promise.all([1, 2, 3, 4, 5].map((value) => file.write(value)));
    expect(await file.read()).toBe(5);
    expect(await readdir(folder)).toEqual(['value.json']);
  });

  it('keeps the old value when a write fails, and writes again afterwards', async () => {
    const file = new JsonFile<number>(join(folder, 'inner/value.json'));
    await writeFile(join(folder, 'inner'), 'in the way');
    await expect(file.write(1)).rejects.toMatchObject({
      name: 'StoreWriteFailed',
      path: file.path,
      cause: { code: 'EEXIST' },
    });
    await rm(join(folder, 'inner'));
    await file.write(2);
    expect(await file.read()).toBe(2);
  });

  it('does not take a broken file for a missing one, and names it', async () => {
    const path = join(folder, 'value.json');
    await writeFile(path, '{');
    await chmod(path, 0o600);
    await expect(new JsonFile(path).read()).rejects.toMatchObject({
      name: 'JsonFileCorrupted',
      path,
      message: expect.stringContaining(`${path} is damaged`),
      cause: { name: 'SyntaxError' },
    });
  });
});
