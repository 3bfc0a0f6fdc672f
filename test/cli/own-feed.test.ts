import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ownFeedFrom } from '../../cli/own-feed.ts';
import { writeLocalEndpoints } from '../../operate/endpoints/local-endpoints.ts';
import { folderEachTest } from './support/folder-each-test.ts';

const arnOf = (name: string) => `arn:aws:states:eu-west-2:123456789012:stateMachine:${name}`;

describe('the feed of a deployment', () => {
  const folder = folderEachTest();
  const feedOf = (isLocal: boolean, name = 'title-ingestion') =>
    ownFeedFrom({ isLocal }, { cwd: folder.path })(arnOf(name));

  it('is in the settings of its stage', async () => {
    expect(await feedOf(false)).toBe('new_titles');
    expect(await feedOf(false, 'title-ingestion-dev')).toBe('new_titles');
    await writeFile(join(folder.path, 'cdk.json'), '{"context":{"feed":"releases"}}');
    expect(await feedOf(false, 'title-ingestion-dev')).toBe('releases');
    await writeFile(join(folder.path, 'cdk.json'), '{"context":{"feed":"none"}}');
    expect(await feedOf(false)).toBe('new_titles');
  });

  it('is that of the runtime that is up', async () => {
    expect(await feedOf(true)).toBe('new_titles');
    const up = { pid: process.pid, stepFunctions: 'http://127.0.0.1:9' };
    await writeLocalEndpoints(folder.path, up);
    expect(await feedOf(true)).toBe('new_titles');
    await writeLocalEndpoints(folder.path, { ...up, feed: 'catalogue' });
    expect(await feedOf(true)).toBe('catalogue');
  });
});
