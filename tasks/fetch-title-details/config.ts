import { integer, required } from '../shared/config/config-key.ts';
import { exactlyOneApiKey, telemetryKeys, watchmodeKeys } from '../shared/config/common-keys.ts';
import { defineConfig } from '../shared/config/define-config.ts';

/** The configuration of fetch-title-details. */
export const { keys: CONFIG_KEYS, parse: parseConfig } = defineConfig(
  {
    ...watchmodeKeys,
    concurrency: required(
      'FETCH_CONCURRENCY',
      'Number of titles that the state machine fetches at once, ten a batch: 10 to 10000. It determines the pace',
      integer(10, 10_000),
    ),
    ...telemetryKeys,
  },
  [exactlyOneApiKey],
);
