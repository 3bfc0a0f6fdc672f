import { awsKeys, progressKeys, scopeKeys, telemetryKeys } from '../shared/config/common-keys.ts';
import { defineConfig } from '../shared/config/define-config.ts';

/** The configuration of measure-progress. */
export const { keys: CONFIG_KEYS, parse: parseConfig } = defineConfig({
  feed: scopeKeys.feed,
  ...progressKeys,
  ...awsKeys,
  ...telemetryKeys,
});
