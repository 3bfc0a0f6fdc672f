import { join } from 'node:path';
import { floorToSecond, formatInstant } from '../../events/instant.ts';
import { isObject, JsonFile, JsonFileCorrupted, type Clock } from '../stepfunctions/index.ts';

/**
 * Returns when the stand-in was first started in a data folder, in epoch milliseconds. Its titles arrive on services and
 * leave them by the days since then, also across restarts. Keeps the present time if the stand-in is new.
 *
 * @throws JsonFileCorrupted if the kept time cannot be read
 */
export async function readDayZero(dataFolder: string, clock: Pick<Clock, 'now'>): Promise<number> {
  const file = fileIn(dataFolder);
  const kept = await file.read();
  if (kept === undefined) return beginDays(dataFolder, clock);
  const createdAt = isObject(kept) ? Date.parse(String(kept['createdAt'])) : NaN;
  if (Number.isNaN(createdAt)) throw new JsonFileCorrupted(file.path, 'it has no time as "createdAt"');
  return createdAt;
}

/** Makes the present time the start of the days of the stand-in, and returns it. */
export async function beginDays(dataFolder: string, clock: Pick<Clock, 'now'>): Promise<number> {
  const now = floorToSecond(clock.now());
  await fileIn(dataFolder).write({ createdAt: formatInstant(now) });
  return now;
}

function fileIn(dataFolder: string): JsonFile<unknown> {
  return new JsonFile(join(dataFolder, 'watchmode.json'));
}
