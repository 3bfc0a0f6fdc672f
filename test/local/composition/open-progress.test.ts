import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { JsonFileCorrupted, RealClock } from '../../../local/stepfunctions/index.ts';
import { openProgress } from '../../../local/composition/open-progress.ts';
import { createProgressTable } from '../../../tasks/shared/progress/dynamodb-progress.ts';
import { LOCAL_PROGRESS_TABLES } from '../../../workflow/names.ts';
import { openDynamodb, type OpenDynamodb } from '../dynamodb/support/local-dynamodb.ts';

const NAME = '/tv-guide/stand-in/watermarks/new_titles';
const TEXT = '{"watermark":"2026-11-24T06:00:00Z","deferred":["42 1795500003 2 U"]}';

describe('the progress table, with progress in a parameter of an earlier release', () => {
  let dataFolder: string;
  let database: OpenDynamodb;
  beforeEach(async () => {
    dataFolder = await mkdtemp(join(tmpdir(), 'open-progress-'));
    database = await openDynamodb();
  });
  afterEach(async () => {
    await database.close();
    await rm(dataFolder, { recursive: true, force: true });
  });

  const open = async (parameters: unknown, beginsAnew = false) => {
    const said: string[] = [];
    await writeFile(join(dataFolder, 'parameters.json'), JSON.stringify(parameters));
    const watchmode = { kind: 'stand-in', catalogue: [], seed: 0 } as const;
    const warn = (message: string) => void said.push(message);
    const options = { dataFolder, watchmode, warn, beginsAnew };
    await openProgress(options, { endpoint: database.dynamodb, clock: new RealClock() });
    return said;
  };

  it('takes the parameter over once, with a warning', async () => {
    const parameters = { [NAME]: { name: NAME, type: 'String', value: TEXT } };
    const progress = createProgressTable(database.client, LOCAL_PROGRESS_TABLES['stand-in']);

    expect(await open(parameters)).toEqual([
      `took over the parameter ${NAME}: the watermark 2026-11-24T06:00:00Z, and 1 deferred title`,
    ]);
    expect(await progress.readWatermark('new_titles')).toMatchObject({ watermark: '2026-11-24T06:00:00Z' });
    expect(await open(parameters)).toEqual([]);
  });

  it('forgets the sweeps, and no other feed, if the days begin anew', async () => {
    await open({});
    const progress = createProgressTable(database.client, LOCAL_PROGRESS_TABLES['stand-in']);
    for (const feed of ['catalogue', 'releases'] as const) {
      await progress.put({ feed, item: 'watermark', watermark: '2026-11-24T06:00:00Z' }, null);
    }

    expect(await open({}, true)).toEqual([
      'forgot the sweeps of this folder, the last of them at 2026-11-24T06:00:00Z',
    ]);
    expect(await progress.readWatermark('catalogue')).toBeNull();
    expect(await progress.readWatermark('releases')).not.toBeNull();
    expect(await open({}, true)).toEqual([]);
  });

  it.each([
    ['another text', { [NAME]: { name: NAME, value: 'nonsense' } }, 'The parameter of the feed new_titles'],
    ['no text', { [NAME]: { name: NAME } }, 'it holds something other than parameters'],
    ['no parameter', [null], 'it holds something other than parameters'],
  ])('names the file when it holds %s', async (_, parameters, reason) => {
    const failure = await open(parameters).catch((error: unknown) => error);

    expect(failure).toBeInstanceOf(JsonFileCorrupted);
    expect(String(failure)).toContain(`parameters.json is damaged: ${reason}`);
  });
});
