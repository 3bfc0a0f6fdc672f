import type { ProgressTables } from '../../../operate/feeds/progress-tables.ts';
import type { SharedCatalogue } from '../catalogue/shared-catalogue.ts';

/** The name of a service. */
export interface ServiceName {
  readonly id: number;
  readonly name: string;
}

/**
 * Reads the names of services that no event has: those of the catalogue, and those that sweeps have bought, which a
 * deployment without a catalogue has, too.
 */
export async function readServiceNames(
  catalogue: Pick<SharedCatalogue, 'readNames'>,
  tables: Pick<ProgressTables, 'tryUse'>,
  stateMachineArn: string,
): Promise<ServiceName[]> {
  const [known, bought] = await Promise.all([
    catalogue.readNames(),
    tables.tryUse(stateMachineArn, ({ progress }) => progress.readReference('source')),
  ]);
  // Entries of sources have an id and a name; those of regions are another item.
  return [...(known?.services ?? []), ...((bought?.result?.entries ?? []) as readonly ServiceName[])];
}
