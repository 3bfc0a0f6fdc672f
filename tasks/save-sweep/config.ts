import { awsKeys, progressKeys, telemetryKeys } from '../shared/config/common-keys.ts';
import { defineConfig } from '../shared/config/define-config.ts';

/** The configuration of save-sweep. */
export const { keys: CONFIG_KEYS, parse: parseConfig } = defineConfig({
  ...progressKeys,
  ...awsKeys,
  ...telemetryKeys,
});
