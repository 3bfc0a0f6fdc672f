import { LOCAL_CATALOGUE_TABLES, PLAIN_NAMES } from '../../../workflow/names.ts';
import { readLocalEndpoints } from '../../../operate/endpoints/local-endpoints.ts';
import type { Io } from '../../../operate/io.ts';
import type { CatalogueOptions } from '../../../operate/replay/with-catalogue.ts';
import { findNames } from '../../deployment-names.ts';
import type { ReplayOptions } from './replay-options.ts';

/** The stream of a deployment and the catalogue of its consumer. */
export interface World {
  readonly streamName: string;
  readonly catalogue: CatalogueOptions;
}

/** Finds the stream and the catalogue of a stage, or of the runtime of this machine. */
export async function findWorld(options: ReplayOptions, io: Pick<Io, 'cwd'>): Promise<World> {
  if (options.local !== true) {
    const { names } = await findNames(options, io);
    return { streamName: names.stream, catalogue: { tableName: names.catalogueTable, keepDays: null } };
  }
  const { streamName, watchmode, watchmodeControl } = (await readLocalEndpoints(io.cwd)) ?? {};
  const isLive = watchmode !== undefined && watchmodeControl === undefined;
  const tableName = LOCAL_CATALOGUE_TABLES[isLive ? 'live' : 'stand-in'];
  return { streamName: streamName ?? PLAIN_NAMES.stream, catalogue: { tableName, keepDays: null } };
}
