import { omitUndefined } from '../../events/omit-undefined.ts';
import type { RunDefaults } from '../../local/composition/options.ts';
import { UsageError } from '../../operate/errors.ts';

/**
 * Returns the defaults of a runtime's runs.
 *
 * @throws UsageError if its scheduled runs would be sweeps without a service
 */
export function runDefaults({ feed, regions, services, genres, maxCredits }: RunDefaults): RunDefaults {
  if (feed === 'catalogue' && services === undefined) {
    throw new UsageError('--feed catalogue sweeps services: name them, for example --services Netflix');
  }
  return omitUndefined({ feed, regions, services, genres, maxCredits });
}
