import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { StoreLock } from '../../../../../local/stepfunctions/adapters/file-store/store-lock.ts';

const run = promisify(execFile);
const CONTENDERS = 6;
/** Longer under `npm run soak`. */
const STRESS_MS = process.env['LOCK_STRESS_MS'];
const MILLISECONDS = Number(STRESS_MS ?? 2_000);
/** The maximum of one process in that time on a disk and two busy cores. In memory, it is reached sooner. */
const TIMES = STRESS_MS === undefined ? 100 : Infinity;
const DEAD = 2 ** 22 + 1;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'store-lock-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Leaves the files of a process that died between succeeding a claim and becoming the first. */
async function deadClaim(name: string, token: string): Promise<void> {
  const mine = { pid: DEAD, start: 'long ago', host: (await import('node:os')).hostname() };
  await writeFile(join(folder, name), JSON.stringify({ ...mine, token }));
}

/** Builds the program that takes locks. */
async function buildContender(): Promise<string> {
  const program = join(folder, 'contender.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('support/lock-contender.ts', import.meta.url))],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: program,
  });
  return program;
}

describe('the lock of a store', () => {
  it('is taken over from the last of a chain of dead holders, and leaves one file', async () => {
    await deadClaim('lock', 'a');
    await deadClaim('lock.after-a', 'b');
    await deadClaim('lock.after-b', 'c');
    await deadClaim('lock.after-old', 'left by one that lost');
    await deadClaim('lock.claim-d', 'd');
    const lock = new StoreLock(folder);
    expect(await readdir(folder)).toEqual(['lock']);
    expect(JSON.parse(await readFile(join(folder, 'lock'), 'utf8'))).toMatchObject({ pid: process.pid });
    lock.release();
    expect(await readdir(folder)).toEqual([]);
  });

  it.each([
    ['one token', ['a', 'a']],
    ['tokens that lead back to the first', ['a', 'b', 'a']],
  ])(
    'succeeds a chain of dead holders with %s',
    async (_, tokens) => {
      const program = await buildContender();
      const store = join(folder, 'store');
      await mkdir(store);
      await deadClaim('store/lock', tokens[0]!);
      for (const [index, token] of tokens.slice(1).entries()) {
        await deadClaim(`store/lock.after-${tokens[index]!}`, token);
      }
      // In a child process, because an endless loop could not be stopped otherwise.
      const { stdout } = await run(process.execPath, [program, store, '60000', '1'], { timeout: 20_000 });
      expect(JSON.parse(stdout)).toEqual({ taken: 1, shared: 0 });
      expect(await readdir(store)).toEqual(['lock']);
    },
    30_000,
  );

  it('is held by a live successor with the token of its predecessor', async () => {
    const store = join(folder, 'store');
    await mkdir(store);
    const holder = new StoreLock(store);
    const living = JSON.parse(await readFile(join(store, 'lock'), 'utf8')) as object;
    await deadClaim('lock', 'a');
    await writeFile(join(folder, 'lock.after-a'), JSON.stringify({ ...living, token: 'a' }));
    expect(() => new StoreLock(folder)).toThrow(expect.objectContaining({ name: 'StoreLocked' }));
    holder.release();
  });

  it('is held by the last of the chain, also when the first is dead', async () => {
    const store = join(folder, 'store');
    await mkdir(store);
    new StoreLock(store);
    const living = await readFile(join(store, 'lock'), 'utf8');
    await deadClaim('lock', 'a');
    await writeFile(join(folder, 'lock.after-a'), living);
    expect(() => new StoreLock(folder)).toThrow(expect.objectContaining({ name: 'StoreLocked' }));
  });

  it('is released by a process that exits without closing its store', async () => {
    const before = new Set(process.listeners('exit'));
    const lock = new StoreLock(folder);
    const [atExit] = process.listeners('exit').filter((listener) => !before.has(listener));
    atExit?.(0);
    expect(await readdir(folder)).not.toContain('lock');
    lock.release();
    expect(process.listeners('exit')).toHaveLength(before.size);
  });

  it('is not released by a process that has lost it', async () => {
    const lost = new StoreLock(folder);
    await rm(join(folder, 'lock'));
    const next = new StoreLock(folder);
    lost.release();
    expect(() => new StoreLock(folder)).toThrow(expect.objectContaining({ name: 'StoreLocked' }));
    next.release();
  });

  it('never has two holders, however processes take and leave it', async () => {
    const program = await buildContender();
    const contended = join(folder, 'contended');
    await mkdir(contended);
    const ends = await Promise.all(
      Array.from({ length: CONTENDERS }, () =>
        run(process.execPath, [program, contended, String(MILLISECONDS), String(TIMES)]),
      ),
    );
    const counts = ends.map(({ stdout }) => JSON.parse(stdout) as { taken: number; shared: number });
    expect(counts.reduce((sum, { shared }) => sum + shared, 0)).toBe(0);
    expect(counts.reduce((sum, { taken }) => sum + taken, 0)).toBeGreaterThan(50);
  }, 120_000);
});
