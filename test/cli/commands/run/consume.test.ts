import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { expect, it, jest } from '@jest/globals';
import type { outcomeAsJson } from '../../../../cli/commands/run/outcome.ts';
import type { CatalogueItem, CatalogueRecord } from '../../../../events/types.ts';
import { LOCAL_CATALOGUE_TABLES } from '../../../../workflow/names.ts';
import { openDynamodb } from '../../../local/dynamodb/support/local-dynamodb.ts';
import { temporaryFolder, tvguide } from '../../support/child.ts';

// A process with a Kinesis of its own, on machines that may be busy.
jest.setTimeout(120_000);

/** Reads the catalogue that a run has left in a folder. */
async function catalogueIn(folder: string): Promise<CatalogueItem[]> {
  const dynamodb = await openDynamodb({ path: join(folder, '.local', 'progress') });
  const { Items = [] } = await dynamodb.client.send(
    new ScanCommand({ TableName: LOCAL_CATALOGUE_TABLES['stand-in'] }),
  );
  await dynamodb.close();
  return Items.map((item) => unmarshall(item) as CatalogueItem);
}

const isRecord = (item: CatalogueItem): item is CatalogueRecord => 'record' in item;

/** The number of services times that of genres, of a title. */
function rowsWanted({ record }: CatalogueRecord): number {
  const services = new Set(record?.sources.map(({ sourceId, region }) => `${region} ${sourceId}`));
  return services.size * Math.max(1, record?.genres.length ?? 0);
}

it('run --consume keeps a record of every title, and a row for each of its services and genres', async () => {
  const folder = await temporaryFolder();
  const { code, stdout } = await tvguide(['run', '--titles', '40', '--consume', '--json'], {
    cwd: folder.path,
  });
  const { catalogue, summary } = JSON.parse(stdout) as ReturnType<typeof outcomeAsJson>;
  const records = (await catalogueIn(folder.path)).filter(isRecord);
  const wanted = records.reduce((sum, record) => sum + rowsWanted(record), 0);
  const hasFailures = existsSync(join(folder.path, '.local', 'failed-records'));
  await folder.remove();

  expect(code).toBe(0);
  expect(summary?.published).toBe(40);
  expect(catalogue).toEqual({ titles: 40, rows: wanted });
  expect(records).toHaveLength(40);
  expect(wanted).toBeGreaterThan(40);
  expect(hasFailures).toBe(false);
});
