import { join } from 'node:path';
import { isFeed } from '../../events/feeds.ts';
import { createProgressTable } from '../../tasks/shared/progress/dynamodb-progress.ts';
import type { ProgressTable } from '../../tasks/shared/progress/progress-table.ts';
import { FeedParameterCorrupt, takeOverFeed, type TakenOver } from '../../tasks/shared/progress/take-over.ts';
import { watermarkPathOf } from '../../workflow/names.ts';
import { progressTableOf } from '../task-environment.ts';
import { createDynamodbClient, type DynamodbEndpoint } from '../dynamodb/dynamodb-client.ts';
import { ensureTable } from '../dynamodb/ensure-table.ts';
import {
  isObject,
  JsonFile,
  JsonFileCorrupted,
  type Clock,
  type StoredParameter,
} from '../stepfunctions/index.ts';
import { forgetSweeps } from './forget-sweeps.ts';
import type { RuntimeOptions } from './options.ts';

/**
 * Creates the progress table if it is missing, and imports progress that an earlier release kept in the Parameter Store
 * of this data folder. Warns about each imported parameter. Forgets the sweeps if the options say so.
 *
 * @throws JsonFileCorrupted if that progress cannot be read
 */
export async function openProgress(
  options: RuntimeOptions,
  { endpoint, clock }: { readonly endpoint: DynamodbEndpoint; readonly clock: Clock },
): Promise<void> {
  const tableName = progressTableOf(options);
  const client = createDynamodbClient(endpoint);
  try {
    await ensureTable({ client, tableName, clock });
    if (options.beginsAnew === true) {
      const last = await forgetSweeps(client, tableName);
      if (last !== null) options.warn(`forgot the sweeps of this folder, the last of them at ${last}`);
    }
    await takeOverParameters(options, createProgressTable(client, tableName));
  } finally {
    client.destroy();
  }
}

/** Imports the parameters of an earlier release, and renames each so that it is never imported again. */
async function takeOverParameters(options: RuntimeOptions, progress: ProgressTable): Promise<void> {
  const file = new JsonFile<Readonly<Record<string, unknown>>>(join(options.dataFolder, 'parameters.json'));
  const path = `${watermarkPathOf(options.watchmode.kind)}/`;
  const kept: Record<string, unknown> = {};
  let isChanged = false;
  for (const [key, parameter] of Object.entries((await file.read()) ?? {})) {
    const { name, value: text } = checkParameter(parameter, file.path);
    const feed = name.slice(path.length);
    if (!name.startsWith(path) || !isFeed(feed)) {
      kept[key] = parameter;
      continue;
    }
    const taken = await takeOverFeed({ feed, text }, progress).catch((error: unknown) => {
      throw error instanceof FeedParameterCorrupt ? new JsonFileCorrupted(file.path, error) : error;
    });
    if (taken !== null) options.warn(describeTakenOver(name, taken));
    const movedTo = `${path}taken-over/${feed}`;
    kept[movedTo] = { ...(parameter as object), name: movedTo };
    isChanged = true;
  }
  if (isChanged) await file.write(kept);
}

/** @throws JsonFileCorrupted if the file holds anything other than parameters */
function checkParameter(parameter: unknown, path: string): Pick<StoredParameter, 'name' | 'value'> {
  const { name, value } = isObject(parameter) ? parameter : {};
  if (typeof name === 'string' && typeof value === 'string') return { name, value };
  throw new JsonFileCorrupted(path, new TypeError('it holds something other than parameters'));
}

function describeTakenOver(parameter: string, { watermark, deferred }: TakenOver): string {
  const titles = `${deferred} deferred ${deferred === 1 ? 'title' : 'titles'}`;
  return `took over the parameter ${parameter}: the watermark ${watermark ?? '(none)'}, and ${titles}`;
}
