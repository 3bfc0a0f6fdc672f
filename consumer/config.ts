import { integer, optional, required, text } from '../tasks/shared/config/config-key.ts';
import { awsKeys, endpointKey, telemetryKeys } from '../tasks/shared/config/common-keys.ts';
import { defineConfig } from '../tasks/shared/config/define-config.ts';

/** The configuration of the consumer. */
export const { keys: CONFIG_KEYS, parse: parseConfig } = defineConfig({
  catalogueTable: required('CATALOGUE_TABLE', 'The name of the DynamoDB table of the catalogue', text),
  keepDays: optional(
    required(
      'KEEP_DAYS',
      'Number of days after its last event at which a title expires, 1 to 3650; without it, a title is kept until it leaves',
      integer(1, 3_650),
    ),
  ),
  dynamodbEndpoint: endpointKey('DynamoDB', 'DYNAMODB'),
  ...awsKeys,
  ...telemetryKeys,
});
