import { MAX_RUNS } from '../../events/feed-progress.ts';
import { integer, required, withFallback } from '../shared/config/config-key.ts';
import { telemetryKeys } from '../shared/config/common-keys.ts';
import { defineConfig } from '../shared/config/define-config.ts';

/** The configuration of settle-deferred. */
export const { keys: CONFIG_KEYS, parse: parseConfig } = defineConfig({
  maxDeferrals: withFallback(
    required(
      'MAX_DEFERRALS',
      'How many runs may fail to fetch a title before it is rejected for good: 1 to 99',
      integer(1, MAX_RUNS),
    ),
    '7',
  ),
  ...telemetryKeys,
});
