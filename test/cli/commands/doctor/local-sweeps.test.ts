import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, it } from '@jest/globals';
import ofPlan from '../../../../events/examples/progress-item/reference-regions.json' with { type: 'json' };
import source from '../../../../events/examples/progress-item/reference-sources.json' with { type: 'json' };
import section from '../../../../events/examples/progress-item/section.json' with { type: 'json' };
import { createDynamodbClient } from '../../../../local/dynamodb/dynamodb-client.ts';
import { ensureTable } from '../../../../local/dynamodb/ensure-table.ts';
import { startDynamodb, type LocalDynamodb } from '../../../../local/dynamodb/server.ts';
import { StoreLock } from '../../../../local/stepfunctions/adapters/file-store/store-lock.ts';
import { RealClock, systemRandom } from '../../../../local/stepfunctions/index.ts';
import { LOCAL_PROGRESS_TABLES } from '../../../../workflow/names.ts';
import { writeLocalEndpoints } from '../../../../operate/endpoints/local-endpoints.ts';
import { contentsOf } from '../../support/contents-of.ts';
import { folderEachTest } from '../../support/folder-each-test.ts';
import { closedAddress } from '../../support/closed-address.ts';
import { runCli } from '../../support/fake-io.ts';

const now = Date.parse('2026-11-24T10:00:00Z');
const clock = new RealClock();

const region = {
  ...ofPlan,
  entries: [...ofPlan.entries, { region: 'US', name: 'United States', isOnPlan: true }],
};
const at = (watermark: string) => ({ feed: 'catalogue', item: 'watermark', watermark });
const swept = (key: string, given: object = {}) => ({
  ...section,
  item: `section#${key}`,
  sweptAt: '2026-11-24T05:00:09Z',
  pages: 8,
  arrived: 2,
  expiresAt: now / 1_000 + 60,
  ...given,
});

describe('doctor --local after sweeps', () => {
  const folder = folderEachTest();

  /** Opens the tables of the folder, with these items in one of them. */
  async function open(items: readonly object[], tableName: string = LOCAL_PROGRESS_TABLES['stand-in']) {
    const path = join(folder.path, '.local', 'progress');
    await mkdir(path, { recursive: true });
    const fail = (error: unknown) => {
      throw error;
    };
    const dynamodb = await startDynamodb({
      ...{ path, clock, random: systemRandom, warn: fail, onDefect: fail },
    });
    const client = createDynamodbClient(dynamodb);
    await ensureTable({ client, tableName, clock });
    for (const item of items) {
      await client.send(new PutItemCommand({ TableName: tableName, Item: marshall(item) }));
    }
    client.destroy();
    return dynamodb;
  }

  async function record(...given: Parameters<typeof open>): Promise<void> {
    await (await open(...given)).close();
  }

  async function doctor() {
    const { stdout } = await runCli(['doctor', '--local', '--json'], { cwd: folder.path, now });
    const { checks } = JSON.parse(stdout) as { checks: Record<'name' | 'verdict' | 'detail', string>[] };
    return checks
      .filter(({ name }) => name.includes('sweep'))
      .map(({ name, verdict, detail }) => [name, verdict, detail]);
  }

  const FOUND = [
    ['last sweep', 'ok', 'complete at 2026-11-24 05:00:09Z, 4 h 59 min ago'],
    ['sweep services', 'ok', 'Netflix'],
    ['sweep countries', 'ok', 'GB, of GB, US on the plan'],
    ['sweep credits', 'ok', '15 credits a sweep (8 pages of 1 section, 2 new titles), 450 in 30 days'],
  ];

  it('says nothing of sweeps where none was made', async () => {
    expect(await doctor()).toEqual([]);
    await record([{ ...at('2026-11-24T05:00:09Z'), feed: 'new_titles' }]);
    expect(await doctor()).toEqual([]);
  });

  it('reads the files without a runtime, and changes none', async () => {
    await record([swept('GB:203'), source, region, at('2026-11-24T05:00:09Z')]);
    const before = await contentsOf(folder.path);

    expect(await doctor()).toEqual(FOUND);
    expect(await contentsOf(folder.path)).toEqual(before);
  });

  it('asks the runtime that is up', async () => {
    const dynamodb: LocalDynamodb = await open([swept('GB:203'), source, region, at('2026-11-24T05:00:09Z')]);
    const address = await closedAddress();
    await writeLocalEndpoints(folder.path, {
      ...{ pid: process.pid, stepFunctions: address, dynamodb: dynamodb.endpoint },
    });

    expect(await doctor()).toEqual(FOUND);
    await dynamodb.close();
  });

  it('counts the sections of the last sweep alone', async () => {
    const earlier = { executionArn: `${section.executionArn}-earlier`, sweptAt: '2026-11-20T05:00:09Z' };
    await record([
      swept('GB:203:movie:genres=4,7', { pages: 3 }),
      swept('US:203:movie:genres=4,7', { pages: 1 }),
      swept('GB:999', earlier),
      source,
      region,
      at('2026-11-24T05:00:09Z'),
    ]);

    expect((await doctor()).slice(1)).toEqual([
      ['sweep services', 'ok', 'Netflix'],
      ['sweep countries', 'ok', 'GB, US, of GB, US on the plan'],
      ['sweep credits', 'ok', '15 credits a sweep (4 pages of 2 sections, 4 new titles), 450 in 30 days'],
    ]);
  });

  it('takes the table with the newer sweep', async () => {
    await record([swept('GB:203'), source, region, at('2026-11-24T05:00:09Z')]);
    await record([at('2026-11-23T05:00:09Z')], LOCAL_PROGRESS_TABLES.live);
    expect(await doctor()).toEqual(FOUND);
    await record([at('2026-11-24T06:00:00Z')], LOCAL_PROGRESS_TABLES.live);
    // Its sections have expired.
    expect(await doctor()).toEqual([
      ['last sweep', 'ok', 'complete at 2026-11-24 06:00:00Z, 4 h 00 min ago'],
    ]);
  });

  it('leaves the files of a process that serves no API alone', async () => {
    await record([swept('GB:203'), at('2026-11-24T05:00:09Z')]);
    const lock = new StoreLock(join(folder.path, '.local'));
    const found = await doctor();
    lock.release();

    expect(found).toEqual([
      ['last sweep', 'skipped', `process ${process.pid} uses .local, and serves no API`],
    ]);
  });

  it('reports damaged files', async () => {
    await record([swept('GB:203'), at('2026-11-24T05:00:09Z')]);
    const path = join(folder.path, '.local', 'progress', '000003.log');
    await writeFile(path, 'junk');

    expect(await doctor()).toEqual([['last sweep', 'failed', expect.stringContaining(`${path} is damaged`)]]);
  });
});
