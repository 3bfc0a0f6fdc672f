import { integer, required, withFallback } from '../shared/config/config-key.ts';
import { exactlyOneApiKey, telemetryKeys, watchmodeKeys } from '../shared/config/common-keys.ts';
import { defineConfig } from '../shared/config/define-config.ts';

/** The configuration of check-watchmode. */
export const { keys: CONFIG_KEYS, parse: parseConfig } = defineConfig(
  {
    ...watchmodeKeys,
    probeTitleId: withFallback(
      required(
        'PROBE_TITLE_ID',
        'The ID of a well-known title. Its details show if Watchmode answers, for 1 credit',
        integer(1, 2_147_483_647),
      ),
      // Breaking Bad.
      '3173903',
    ),
    ...telemetryKeys,
  },
  [exactlyOneApiKey],
);
