import { LOCAL_CATALOGUE_TABLES, PLAIN_NAMES } from '../../../workflow/names.ts';
import { catalogueDays } from '../../../workflow/retention.ts';
import { readLocalEndpoints } from '../../../operate/endpoints/local-endpoints.ts';
import type { Io } from '../../../operate/io.ts';
import type { CatalogueOptions } from '../../../operate/replay/with-catalogue.ts';
import { readDeploymentContext } from '../../deployment-context.ts';
import { findNames } from '../../deployment-names.ts';
import { readKeepDays } from '../../runtime/keep-days.ts';
import type { ReplayOptions } from './replay-options.ts';

/** The stream of a deployment and the catalogue of its consumer. */
export interface World {
  readonly streamName: string;
  readonly catalogue: CatalogueOptions;
}

/**
 * Finds the stream and the catalogue of a stage, or of the runtime of this machine, with the retention that the consumer
 * has there.
 */
export async function findWorld(options: ReplayOptions, io: Pick<Io, 'cwd' | 'env'>): Promise<World> {
  if (options.local !== true) {
    const { names } = await findNames(options, io);
    const keepDays = catalogueDays(await readDeploymentContext(io.cwd, options.stage));
    return { streamName: names.stream, catalogue: { tableName: names.catalogueTable, keepDays } };
  }
  const { streamName, watchmode, watchmodeControl } = (await readLocalEndpoints(io.cwd)) ?? {};
  const isLive = watchmode !== undefined && watchmodeControl === undefined;
  const tableName = LOCAL_CATALOGUE_TABLES[isLive ? 'live' : 'stand-in'];
  const keepDays = readKeepDays(io.env);
  return { streamName: streamName ?? PLAIN_NAMES.stream, catalogue: { tableName, keepDays } };
}
