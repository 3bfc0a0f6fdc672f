import { awsKeys, endpointKey, progressKeys, telemetryKeys } from '../shared/config/common-keys.ts';
import { required, text } from '../shared/config/config-key.ts';
import { defineConfig } from '../shared/config/define-config.ts';

/** The configuration of take-over-progress. */
export const { keys: CONFIG_KEYS, parse: parseConfig } = defineConfig({
  watermarkPath: required(
    'WATERMARK_PATH',
    'The path of the SSM parameters in which earlier releases kept the progress of the feeds',
    text,
  ),
  ssmEndpoint: endpointKey('Systems Manager', 'SSM'),
  ...progressKeys,
  ...awsKeys,
  ...telemetryKeys,
});
