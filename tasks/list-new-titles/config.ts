import { DEFAULT_FEED, FEEDS } from '../../events/feeds.ts';
import { findRegionProblem } from '../../events/regions.ts';
import type { Region } from '../../events/types.ts';
import { integer, oneOf, required, withFallback, type Parsed } from '../shared/config/config-key.ts';
import { exactlyOneApiKey, telemetryKeys, watchmodeKeys } from '../shared/config/common-keys.ts';
import { defineConfig } from '../shared/config/define-config.ts';

/** The configuration of list-new-titles. */
export const { keys: CONFIG_KEYS, parse: parseConfig } = defineConfig(
  {
    ...watchmodeKeys,
    feed: withFallback(
      required('FEED', `The feed of a run whose input names none: ${FEEDS.join(', ')}`, oneOf(FEEDS)),
      DEFAULT_FEED,
    ),
    regions: withFallback(
      required(
        'REGIONS',
        'The regions of a run whose input names none: ISO 3166-1 alpha-2 codes, separated by commas',
        regionList,
      ),
      'GB',
    ),
    overlapMinutes: withFallback(
      required(
        'WINDOW_OVERLAP_MINUTES',
        'How far the open window reaches back behind the watermark, in minutes: 0 to 10080',
        integer(0, 10_080),
      ),
      '60',
    ),
    firstWindowHours: withFallback(
      required(
        'FIRST_WINDOW_HOURS',
        'How long the open window is when there is no watermark yet, in hours: 1 to 8760',
        integer(1, 8_760),
      ),
      '24',
    ),
    creditReserve: withFallback(
      required(
        'CREDIT_RESERVE',
        'How many Watchmode credits a run must leave for others: 0 to 1000000000',
        integer(0, 1_000_000_000),
      ),
      '0',
    ),
    ...telemetryKeys,
  },
  [exactlyOneApiKey],
);

function regionList(text: string): Parsed<Region[]> {
  const regions = text.split(',').map((region) => region.trim());
  for (const region of regions) {
    const problem = findRegionProblem(region);
    if (problem !== undefined) {
      return { fault: `must be country codes separated by commas, for example GB,IE; each ${problem}` };
    }
  }
  return { value: [...new Set(regions)] };
}
