import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { JsonFile } from '../../../../local/stepfunctions/adapters/json-file.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'json-file-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('JsonFile', () => {
  it('returns the written value, and undefined before', async () => {
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

  it('reports a damaged file with a remedy', async () => {
    const file = new JsonFile(join(folder, 'value.json'));
    await writeFile(file.path, '{');
    await expect(file.read()).rejects.toMatchObject({
      name: 'JsonFileCorrupted',
      path: file.path,
      message:
        `${file.path} is damaged: it is not JSON. Restore a copy, or move the file away to continue without it. ` +
        'If you have edited it yourself, set its checksum to null.',
      cause: { name: 'JsonTextDamaged', cause: { name: 'SyntaxError' } },
    });
    expect(() => file.readSync()).toThrow('is damaged: it is not JSON');
    expect(await readFile(file.path, 'utf8')).toBe('{');
  });

  it('reads synchronously', async () => {
    const file = new JsonFile<number>(join(folder, 'value.json'));
    expect(file.readSync()).toBeUndefined();
    await file.write(1);
    expect(file.readSync()).toBe(1);
  });
});
