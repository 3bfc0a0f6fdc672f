import {
  awsKeys,
  creditReserveKey,
  exactlyOneApiKey,
  progressKeys,
  streamKeys,
  telemetryKeys,
  watchmodeKeys,
} from '../shared/config/common-keys.ts';
import { defineConfig } from '../shared/config/define-config.ts';

/** The configuration of refresh-reference-data. */
export const { keys: CONFIG_KEYS, parse: parseConfig } = defineConfig(
  {
    ...watchmodeKeys,
    creditReserve: creditReserveKey,
    ...streamKeys,
    ...progressKeys,
    ...awsKeys,
    ...telemetryKeys,
  },
  [exactlyOneApiKey],
);
