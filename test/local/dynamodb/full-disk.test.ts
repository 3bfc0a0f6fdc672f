import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openDatabase } from '../../../local/dynamodb/database.ts';

describe('a database whose disk is full for a while', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'full-disk-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('writes again when the disk has space, and loses no acknowledged write', async () => {
    const script = join(folder, 'full-disk-process.mjs');
    await build({
      entryPoints: [join(import.meta.dirname, 'support/full-disk-process.ts')],
      outfile: script,
      bundle: true,
      platform: 'node',
      format: 'esm',
      packages: 'external',
    });
    const path = join(folder, 'progress');
    const limited = ['-c', 'ulimit -f 40; exec "$0" "$@"', process.execPath, script, path];
    const child = execFile('sh', limited, {
      env: { NODE_PATH: join(import.meta.dirname, '../../../node_modules') },
    });
    const ended = once(child, 'exit');
    const [said] = (await Promise.race([once(child.stdout!, 'data'), ended])) as [string];
    child.kill('SIGKILL');
    await ended;
    const { answered, failures } = JSON.parse(said) as { answered: number[]; failures: number };

    const losses: string[] = [];
    const warn = (message: string) => void losses.push(message);
    const database = await openDatabase({ path, region: 'eu-west-2', accountId: '0', warn });
    const { Items } = (await database.perform('Scan', { TableName: 'progress' })) as {
      Items: { feed: { S: string } }[];
    };
    await database.close();

    // The limit was reached, and a later write was acknowledged.
    expect(failures).toBeGreaterThan(0);
    expect(answered).toContain(59);
    expect(Items.map(({ feed }) => Number(feed.S)).sort((a, b) => a - b)).toEqual(
      expect.arrayContaining(answered),
    );
    expect(losses).toEqual([]);
  });
});
