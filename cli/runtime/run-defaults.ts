import { omitUndefined } from '../../events/omit-undefined.ts';
import type { RunDefaults } from '../../local/composition/options.ts';
import { refuseEmptySweep } from '../input/refuse-empty-sweep.ts';

/**
 * Returns the defaults of a runtime's runs.
 *
 * @throws UsageError if its scheduled runs would be sweeps without a service
 */
export function runDefaults({ feed, regions, services, genres, maxCredits }: RunDefaults): RunDefaults {
  refuseEmptySweep({ feed, services });
  return omitUndefined({ feed, regions, services, genres, maxCredits });
}
