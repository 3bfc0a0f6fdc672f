import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Feed, ProgressItem } from '../../events/types.ts';
import { ParameterStore, RealClock, type StoredParameters } from '../../local/stepfunctions/index.ts';
import { openProgress } from '../../local/composition/open-progress.ts';
import type { RuntimeOptions } from '../../local/composition/options.ts';
import { createProgressTable } from '../../tasks/shared/progress/dynamodb-progress.ts';
import type { ProgressTable } from '../../tasks/shared/progress/progress-table.ts';
import { createHandler } from '../../tasks/take-over-progress/handler.ts';
import { LOCAL_PROGRESS_TABLES, namesOf, watermarkPathOf } from '../../workflow/names.ts';
import { invocation } from '../tasks/support/ports.ts';
import { ACCOUNT, startService, type Service } from './stepfunctions/api/support/service.ts';
import { openDynamodb, type OpenDynamodb } from './dynamodb/support/local-dynamodb.ts';
import { shareDynamodb } from './dynamodb/support/shared-dynamodb.ts';

/** The texts in which earlier releases kept the progress of two feeds. */
const NEW_TITLES =
  '{"watermark":"2026-11-23T06:00:00Z","deferred":["3173903 1795413603 2 U","7 1795327203 6 X"]}';
const RELEASES = '{"watermark":"2026-11-22T06:00:00Z","deferred":["42 1795327203 1 T"]}';
/** The same, truncated. */
const CORRUPT = RELEASES.slice(0, -4);

const TAKEN = [
  { feed: 'new_titles', watermark: '2026-11-23T06:00:00Z', deferred: 2 },
  { feed: 'releases', watermark: '2026-11-22T06:00:00Z', deferred: 1 },
];
const waiting = (feed: Feed, titleId: number, since: string, runs: number, error: string): ProgressItem => ({
  feed,
  item: `deferred#${titleId}`,
  titleId,
  status: 'waiting',
  since,
  runs,
  error,
});
const ITEMS_OF_NEW_TITLES: readonly ProgressItem[] = [
  { feed: 'new_titles', item: 'watermark', watermark: '2026-11-23T06:00:00Z' },
  waiting('new_titles', 3_173_903, '2026-11-23T06:00:03.000Z', 2, 'Watchmode.Unavailable'),
  waiting('new_titles', 7, '2026-11-22T06:00:03.000Z', 6, 'Watchmode.UnexpectedResponse'),
];
const ITEMS_OF_RELEASES: readonly ProgressItem[] = [
  { feed: 'releases', item: 'watermark', watermark: '2026-11-22T06:00:00Z' },
  waiting('releases', 42, '2026-11-22T06:00:03.000Z', 1, 'States.Timeout'),
];
const ALL_ITEMS = [...ITEMS_OF_NEW_TITLES, ...ITEMS_OF_RELEASES];

const dynamodb = shareDynamodb();

/** The items of both feeds in a table, the watermarks first. */
async function itemsOf(progress: ProgressTable): Promise<ProgressItem[]> {
  const found: ProgressItem[] = [];
  for (const feed of ['new_titles', 'releases'] as const) {
    const watermark = await progress.readWatermark(feed);
    found.push(...(watermark === null ? [] : [watermark]), ...(await progress.listDeferred(feed)));
  }
  return found;
}

describe('the function take-over-progress, with a real Parameter Store and table', () => {
  const { watermarkPath } = namesOf('prod');
  let tableName: string;
  let progress: ProgressTable;
  let service: Service;
  let ssm: SSMClient;
  let lines: string[];

  beforeEach(async () => {
    let kept: StoredParameters | undefined;
    const parameters = new ParameterStore({
      repository: {
        read: () => Promise.resolve(kept),
        write: (all) => {
          kept = all;
          return Promise.resolve();
        },
      },
      clock: new RealClock(),
      random: { uuid: () => 'made-up' },
      ...ACCOUNT,
    });
    service = await startService({ parameters });
    ssm = new SSMClient({
      endpoint: service.api.url,
      region: ACCOUNT.region,
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    tableName = await dynamodb.newTable();
    progress = createProgressTable(dynamodb.client, tableName);
    lines = [];
  });
  afterEach(async () => {
    ssm.destroy();
    await service.close();
  });

  const keep = (feed: Feed, Value: string) =>
    ssm.send(
      new PutParameterCommand({ Name: `${watermarkPath}/${feed}`, Value, Type: 'String', Overwrite: true }),
    );

  /** Invokes the function as a new deployment does. */
  const takeOver = () =>
    createHandler(
      {
        STAGE: 'prod',
        WATERMARK_PATH: watermarkPath,
        PROGRESS_TABLE: tableName,
        AWS_ENDPOINT_URL_SSM: service.api.url,
        AWS_ENDPOINT_URL_DYNAMODB: dynamodb.dynamodb.endpoint,
        AWS_REGION: ACCOUNT.region,
        AWS_ACCESS_KEY_ID: 'local',
        AWS_SECRET_ACCESS_KEY: 'local',
      },
      { writeLine: (line) => lines.push(line) },
    )({}, invocation());

  it('takes over the parameters of two feeds, reports it, and leaves all others', async () => {
    await keep('new_titles', NEW_TITLES);
    await keep('releases', RELEASES);
    await ssm.send(
      new PutParameterCommand({ Name: `${watermarkPath}/films`, Value: 'not ours', Type: 'String' }),
    );

    expect(await takeOver()).toEqual(TAKEN);
    expect(await itemsOf(progress)).toEqual(expect.arrayContaining(ALL_ITEMS));
    expect(await itemsOf(progress)).toHaveLength(ALL_ITEMS.length);
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject(TAKEN);
  });

  it('does nothing when it is invoked again, even if a parameter has changed since', async () => {
    await keep('new_titles', NEW_TITLES);
    await takeOver();
    const before = await itemsOf(progress);
    await keep('new_titles', '{"watermark":"2026-11-20T06:00:00Z","deferred":[]}');
    lines = [];

    expect(await takeOver()).toEqual([]);
    expect(await itemsOf(progress)).toEqual(before);
    expect(lines).toEqual([]);
  });

  it('fails on a corrupt parameter, and finishes when it is corrected', async () => {
    await keep('new_titles', NEW_TITLES);
    await keep('releases', CORRUPT);

    await expect(takeOver()).rejects.toMatchObject({ name: 'FeedParameterCorrupt', feed: 'releases' });
    expect((await itemsOf(progress)).filter(({ feed }) => feed === 'releases')).toEqual([]);
    await keep('releases', RELEASES);
    await takeOver();
    expect(await itemsOf(progress)).toEqual(expect.arrayContaining(ALL_ITEMS));
    expect(await itemsOf(progress)).toHaveLength(ALL_ITEMS.length);
    // Each feed is reported once, by the invocation that took it over.
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject(TAKEN);
  });

  it('continues after an incomplete invocation', async () => {
    await keep('new_titles', NEW_TITLES);
    await progress.put(ITEMS_OF_NEW_TITLES[1]!, null);

    expect(await takeOver()).toEqual([TAKEN[0]]);
    expect(await itemsOf(progress)).toEqual(expect.arrayContaining([...ITEMS_OF_NEW_TITLES]));
  });
});

describe('the start of the runtime over the data folder of an earlier release', () => {
  let dataFolder: string;
  let warnings: string[];
  let options: RuntimeOptions;
  let local: OpenDynamodb;

  beforeEach(async () => {
    local = await openDynamodb();
    dataFolder = await mkdtemp(join(tmpdir(), 'take-over-'));
    warnings = [];
    options = {
      dataFolder,
      watchmode: { kind: 'stand-in', catalogue: [], seed: 1 },
      warn: (message) => warnings.push(message),
    };
  });
  afterEach(async () => {
    await local.close();
    await rm(dataFolder, { recursive: true });
  });

  const nameOf = (feed: Feed) => `${watermarkPathOf('stand-in')}/${feed}`;

  /** Writes `parameters.json` as earlier releases did: without a checksum. */
  const keep = (values: Readonly<Partial<Record<Feed, string>>>) => {
    const stored = Object.entries(values).map(([feed, value]) => {
      const name = nameOf(feed as Feed);
      return [name, { name, type: 'String', value, version: 1, lastModifiedDate: 1_795_500_000_000 }];
    });
    const live = `${watermarkPathOf('live')}/new_titles`;
    const other = { name: live, type: 'String', value: RELEASES, version: 1, lastModifiedDate: 1 };
    const all = { ...(Object.fromEntries(stored) as object), [live]: other };
    return writeFile(join(dataFolder, 'parameters.json'), JSON.stringify(all));
  };
  const open = () => openProgress(options, { endpoint: local.dynamodb, clock: new RealClock() });
  const progress = () => createProgressTable(local.client, LOCAL_PROGRESS_TABLES['stand-in']);

  it('takes over the parameters of its Watchmode, reports it, and does nothing at the next start', async () => {
    await keep({ new_titles: NEW_TITLES, releases: RELEASES });
    await open();
    const items = await itemsOf(progress());

    expect(items).toEqual(expect.arrayContaining(ALL_ITEMS));
    expect(items).toHaveLength(ALL_ITEMS.length);
    expect(warnings).toEqual([
      `took over the parameter ${nameOf('new_titles')}: the watermark 2026-11-23T06:00:00Z, and 2 deferred titles`,
      `took over the parameter ${nameOf('releases')}: the watermark 2026-11-22T06:00:00Z, and 1 deferred title`,
    ]);
    await open();
    expect(await itemsOf(progress())).toEqual(items);
    expect(warnings).toHaveLength(2);
  });

  it('fails on a corrupt parameter, and finishes when it is corrected', async () => {
    await keep({ new_titles: NEW_TITLES, releases: CORRUPT });

    await expect(open()).rejects.toMatchObject({
      name: 'JsonFileCorrupted',
      cause: { name: 'FeedParameterCorrupt', feed: 'releases' },
    });
    await keep({ new_titles: NEW_TITLES, releases: RELEASES });
    await open();
    expect(await itemsOf(progress())).toEqual(expect.arrayContaining(ALL_ITEMS));
    expect(warnings).toHaveLength(2);
  });

  it('does not import an old parameter again if its table was lost', async () => {
    await keep({ new_titles: NEW_TITLES });
    await open();
    for (const item of await itemsOf(progress())) await progress().remove(item);

    await open();

    expect(await itemsOf(progress())).toEqual([]);
    expect(warnings).toHaveLength(1);
    const stored = JSON.parse(await readFile(join(dataFolder, 'parameters.json'), 'utf8')) as {
      value: Record<string, { value: string }>;
    };
    expect(stored.value[nameOf('new_titles').replace('new_titles', 'taken-over/new_titles')]?.value).toBe(
      NEW_TITLES,
    );
  });

  it('has an empty table without an earlier release', async () => {
    await open();

    expect(await itemsOf(progress())).toEqual([]);
    expect(warnings).toEqual([]);
  });
});
