import { join } from 'node:path';
import { holderOf } from '../../../local/stepfunctions/files.ts';
import type { LocalEndpoints } from '../../../operate/endpoints/local-endpoints.ts';
import { Interrupted } from '../../../operate/errors.ts';
import type { Io } from '../../../operate/io.ts';
import { type Check, skipped } from '../../findings/check.ts';
import { explainRunError } from '../../runtime/explain-runtime-error.ts';
import { type LocalSweeps, readLocalSweeps, settingsOfSweep } from './local-sweeps.ts';
import { SWEEP_CHECKS } from './sweep-checks.ts';
import type { Credits } from './watchmode.ts';

/**
 * Returns the checks of the sweeps of this machine; none if there was no sweep. They change no file.
 *
 * @param up - the runtime of this folder; without one, its files are read
 * @param credits - returns those of the account of Watchmode, once they are known
 */
export async function localSweepChecks(
  up: LocalEndpoints | undefined,
  credits: () => Credits | undefined,
  io: Io,
): Promise<Check[]> {
  const only = (run: Check['run']): Check[] => [{ name: 'last sweep', run }];
  try {
    const found = up === undefined ? await readFiles(io) : await askRuntime(up, io);
    if (found === undefined) return [];
    if (typeof found === 'string') return only(() => Promise.resolve(skipped(found)));
    const { watermark, sweeps, isLive } = found;
    const settings = settingsOfSweep(sweeps);
    const facts = () => ({
      ...{ watermark, sweeps, settings, now: io.now() },
      credits: isLive ? credits() : undefined,
    });
    // The sections expire before the watermark.
    const known = sweeps.sections.length === 0 ? SWEEP_CHECKS.slice(0, 1) : SWEEP_CHECKS;
    return known.map(([name, judge]) => ({ name, run: () => Promise.resolve(judge(facts())) }));
  } catch (error) {
    const explained = explainRunError(error, io.interrupted);
    if (explained instanceof Interrupted) throw explained;
    // The line of the check reports it.
    return only(() => {
      throw explained;
    });
  }
}

async function askRuntime({ dynamodb }: LocalEndpoints, io: Io): Promise<LocalSweeps | undefined> {
  return dynamodb === undefined ? undefined : readLocalSweeps(dynamodb, io);
}

/** Returns a text if another process uses the files. */
async function readFiles(io: Io): Promise<LocalSweeps | string | undefined> {
  const dataFolder = join(io.cwd, '.local');
  const usedBy = holderOf(dataFolder);
  if (usedBy !== undefined) return `process ${usedBy} uses .local, and serves no API`;
  const { openCopyOfTables } = await import('../../../local/composition/recorded-tables.ts');
  // A damaged file is an error, and LevelDB has nothing to repair in a copy.
  const opened = await openCopyOfTables(dataFolder, () => undefined);
  if (opened === undefined) return undefined;
  try {
    return await readLocalSweeps(opened.endpoint, io);
  } finally {
    await opened.close();
  }
}
