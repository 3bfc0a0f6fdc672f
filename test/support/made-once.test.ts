import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { keyOf, madeOnce, sourcesKey } from './made-once.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'made-once-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function put(path: string, content: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

describe('a cached folder', () => {
  const made: string[] = [];
  const make = (key: string) =>
    madeOnce(
      'thing',
      () => key,
      (folder) => {
        made.push(key);
        writeFileSync(join(folder, 'content'), key);
      },
      root,
    );
  beforeEach(() => {
    made.length = 0;
  });

  it('is made once, and again if its key changes', async () => {
    await make('a1');
    const again = await make('a1');
    const changed = await make('b2');

    expect(made).toEqual(['a1', 'b2']);
    expect(again).not.toBe(changed);
    expect(readFileSync(join(changed, 'content'), 'utf8')).toBe('b2');
    expect(readdirSync(dirname(changed))).toEqual(['b2']);
  });

  it('is made once for concurrent callers, and complete for all of them', async () => {
    const folders = await Promise.all([make('a1'), make('a1'), make('a1')]);

    expect(made).toEqual(['a1']);
    expect(new Set(folders).size).toBe(1);
    expect(readFileSync(join(folders[0], 'content'), 'utf8')).toBe('a1');
    expect(readdirSync(dirname(folders[0]))).toEqual(['a1']);
  });

  it.each([
    ['of an ended process', '4194305', 0],
    ['that is hours old', String(process.pid), 7_200],
  ])('is made despite a lock %s', async (_, pid, ageS) => {
    const lock = join(dirname(await make('b2')), 'a1.lock');
    writeFileSync(lock, pid);
    const time = Date.now() / 1_000 - ageS;
    utimesSync(lock, time, time);
    await make('a1');

    expect(made).toEqual(['b2', 'a1']);
  });

  it('is not kept if make fails', async () => {
    const failing = madeOnce(
      'thing',
      () => 'a1',
      () => Promise.reject(new Error('no')),
      root,
    );

    await expect(failing).rejects.toThrow('no');
    await make('a1');
    expect(made).toEqual(['a1']);
  });
});

it('is not cached if its key changes meanwhile', async () => {
  const keys = ['a1', 'b2'];
  const making = madeOnce(
    'thing',
    () => keys.shift() ?? '',
    () => undefined,
    root,
  );

  await expect(making).rejects.toThrow('have changed meanwhile');
  expect(readdirSync(join(root, 'node_modules/.cache/tvguide/tests/thing'))).toEqual([]);
});

describe('a key', () => {
  beforeEach(() => {
    put('package-lock.json', '{}');
    put('node_modules/.package-lock.json', '{}');
    put('node_modules/esbuild/main.js', 'one');
    put('tasks/shared/a.ts', 'one');
    put('test/a.test.ts', 'one');
  });

  it.each([
    ['other content of the same length', () => put('tasks/shared/a.ts', 'two')],
    ['a new file', () => put('tasks/b.ts', '')],
    ['a new folder', () => put('new/a.ts', '')],
    ['another package-lock.json', () => put('package-lock.json', '[]')],
    ['newly installed packages', () => put('node_modules/.package-lock.json', '[]')],
  ])('of the sources changes with %s', (_, change) => {
    const before = sourcesKey(root);
    change();

    expect(sourcesKey(root)).not.toBe(before);
  });

  it('of the sources does not change with tests', () => {
    const before = sourcesKey(root);
    put('test/a.test.ts', 'two');

    expect(sourcesKey(root)).toBe(before);
  });

  it('of texts depends on where they are split', () => {
    expect(keyOf('ab', 'c')).not.toBe(keyOf('a', 'bc'));
  });
});
