import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { WatchmodeClient } from '@watchmode/api-client';
import { startTvguide, folderForRuns, type TemporaryFolder } from '../../support/child.ts';
import { withSharedKinesis } from './support/shared-kinesis.ts';

const KEY = 'a-key-of-my-own';
describe('up with the stand-in', () => {
  let folder: TemporaryFolder;

  beforeEach(async () => {
    folder = await folderForRuns();
  });

  afterEach(() => folder.remove());

  it('tells other commands which services its sweeps have', async () => {
    const sweeps = ['--feed', 'catalogue', '--services', 'Netflix,409'];
    const args = ['up', '--port', '0', ...withSharedKinesis(), '--json', '--titles', '3', ...sweeps];
    const up = startTvguide(args, { cwd: folder.path });
    const printed = JSON.parse(await up.firstLine) as object;
    const kept = JSON.parse(await readFile(join(folder.path, '.local/endpoints.json'), 'utf8')) as object;
    await up.stop('SIGINT');

    expect(printed).toMatchObject({ feed: 'catalogue', services: ['Netflix', 409] });
    expect(kept).toMatchObject({ feed: 'catalogue', services: ['Netflix', 409] });
  });

  it('up --json names the key of the stand-in, which is the one in WATCHMODE_API_KEY, and where to change its faults', async () => {
    const up = startTvguide(['up', '--port', '0', ...withSharedKinesis(), '--json', '--titles', '3'], {
      cwd: folder.path,
      env: { WATCHMODE_API_KEY: KEY },
    });
    const endpoints = JSON.parse(await up.firstLine) as Record<string, string>;
    const client = new WatchmodeClient({ apiKey: KEY, baseUrl: endpoints['watchmode']! });
    const before = await client.changes.getNewTitles();
    const changed = await fetch(endpoints['watchmodeControl']!, {
      method: 'PUT',
      body: '{"faults":"outage:0+3600"}',
    });
    const during = await client.changes.getNewTitles();
    const kept = await readFile(join(folder.path, '.local/endpoints.json'), 'utf8');
    await up.stop('SIGINT');

    expect(endpoints).toMatchObject({ watchmodeApiKey: KEY });
    expect(before.data).toMatchObject({ total_results: 3 });
    expect(await changed.json()).toEqual({ faults: 'outage:0+3600', down: true });
    expect(during.error).toMatchObject({ statusCode: 503 });
    expect(kept).not.toContain(KEY);
  });

  it('up shows the key that it has made up', async () => {
    const up = startTvguide(['up', '--port', '0', ...withSharedKinesis(), '--titles', '3'], {
      cwd: folder.path,
    });
    await up.line('stdout', /^state machine/m);
    const { stdout } = await up.stop('SIGINT');

    expect(stdout).toMatch(/^Watchmode key {3}[0-9a-f-]{36}$/m);
    expect(stdout).toMatch(/^its faults {6}http:\/\/127\.0\.0\.1:\d+\/stand-in\/faults$/m);
  });
});
