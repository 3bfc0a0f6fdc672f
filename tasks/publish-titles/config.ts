import { integer, oneOf, required, text, withFallback } from '../shared/config/config-key.ts';
import { awsKeys, endpointKey, progressKeys, telemetryKeys } from '../shared/config/common-keys.ts';
import { defineConfig } from '../shared/config/define-config.ts';

/** How events become records of the stream. */
export const RECORD_AGGREGATIONS = ['none', 'kpl'] as const;

/** The configuration of publish-titles. */
export const { keys: CONFIG_KEYS, parse: parseConfig } = defineConfig({
  streamName: required('STREAM_NAME', 'The name of the Kinesis data stream', text),
  aggregation: withFallback(
    required(
      'RECORD_AGGREGATION',
      'none: one record of the stream a title; kpl: many titles in one record, in the KPL aggregated format',
      oneOf(RECORD_AGGREGATIONS),
    ),
    'none',
  ),
  aggregatedRecordBytes: withFallback(
    required(
      'AGGREGATED_RECORD_BYTES',
      'With kpl, the largest record that titles are packed into, in bytes: 1024 to 1000000',
      integer(1_024, 1_000_000),
    ),
    '51200',
  ),
  maxDeferrals: withFallback(
    required(
      'MAX_DEFERRALS',
      'How many runs must have deferred a title before it is given up: 1 to 99',
      integer(1, 99),
    ),
    '7',
  ),
  minDeferralDays: withFallback(
    required(
      'MIN_DEFERRAL_DAYS',
      'How many days a title must have waited before it is given up: 0 to 90',
      integer(0, 90),
    ),
    '3',
  ),
  kinesisEndpoint: endpointKey('Kinesis', 'KINESIS'),
  ...progressKeys,
  ...awsKeys,
  ...telemetryKeys,
});
