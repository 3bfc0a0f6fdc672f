import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { OWN_CATALOGUE, runRecordPath } from '../local/project.ts';
import { readLocalEndpoints } from '../operate/endpoints/local-endpoints.ts';
import { UsageError } from '../operate/errors.ts';
import { isError } from '../operate/native-error.ts';
import type { Session } from './session.ts';

/** The names of titles by ID, as far as they are known. */
export type TitleNames = ReadonlyMap<number, string>;

/** The parts of a session that the search for names needs. */
interface NamedFor extends Pick<Session, 'io' | 'printer'> {
  readonly sfn: { readonly target: Pick<Session['sfn']['target'], 'isLocal'> };
}

/** No names. */
export const NO_NAMES: TitleNames = new Map();

/**
 * Finds the names of titles that were not fetched, in catalogues with the format of Watchmode's `title_id_map.csv`: the
 * file in TVGUIDE_CATALOGUE, and on this machine the catalogue of the stand-in. Files are read only if there are titles.
 *
 * @param execution the name of the run, which may have had a catalogue of its own
 * @throws UsageError if the file in TVGUIDE_CATALOGUE cannot be used
 */
export async function namesOfTitles(
  { sfn, io, printer }: NamedFor,
  titleIds: Iterable<number>,
  execution?: string,
): Promise<TitleNames> {
  const wanted = new Set(titleIds);
  if (wanted.size === 0) return NO_NAMES;
  const names = new Map<number, string>();
  const given = io.env['TVGUIDE_CATALOGUE']?.trim() ?? '';
  if (given !== '') {
    await addNames(names, wanted, resolve(io.cwd, given)).catch((error: unknown) => {
      throw new UsageError(`TVGUIDE_CATALOGUE: ${isError(error) ? error.message : String(error)}`, {
        cause: error,
      });
    });
  }
  if (!sfn.target.isLocal) return names;
  const ofRun = execution === undefined ? undefined : await catalogueOfRun(io.cwd, execution);
  const ofRuntime = (await readLocalEndpoints(io.cwd))?.catalogue;
  for (const file of [ofRun, ofRuntime, OWN_CATALOGUE]) {
    if (file === undefined || names.size === wanted.size) continue;
    // The catalogue of an earlier run may be gone, and the IDs are shown without it.
    await addNames(names, wanted, file).catch((error: unknown) => {
      printer.warn(`names of titles are missing: ${isError(error) ? error.message : String(error)}`);
    });
  }
  return names;
}

async function addNames(
  names: Map<number, string>,
  wanted: ReadonlySet<number>,
  file: string,
): Promise<void> {
  const { loadCatalogue } = await import('../local/watchmode/catalogue.ts');
  for (const { watchmodeId, title } of await loadCatalogue(file)) {
    if (wanted.has(watchmodeId) && !names.has(watchmodeId)) names.set(watchmodeId, title);
  }
}

/** Returns the path in the record that `npm start` wrote for a run; undefined without one. */
async function catalogueOfRun(cwd: string, execution: string): Promise<string | undefined> {
  try {
    const record: unknown = JSON.parse(await readFile(runRecordPath(join(cwd, '.local'), execution), 'utf8'));
    const named = typeof record === 'object' && record !== null && 'catalogue' in record;
    return named && typeof record.catalogue === 'string' ? resolve(cwd, record.catalogue) : undefined;
  } catch (error) {
    // The run was started another way, or its record is damaged, which a redrive reports.
    if (isError(error)) return undefined;
    throw error;
  }
}

/** Formats a title: `9000106 Fleabag`, or the ID alone. */
export function nameTitle(titleId: number, names: TitleNames): string {
  const name = names.get(titleId);
  return name === undefined ? String(titleId) : `${titleId} ${name}`;
}
