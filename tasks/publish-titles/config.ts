import { integer, oneOf, required, text, withFallback } from '../shared/config/config-key.ts';
import { awsKeys, endpointKey, progressKeys, telemetryKeys } from '../shared/config/common-keys.ts';
import { defineConfig } from '../shared/config/define-config.ts';

/** The ways to convert events to records of the stream. */
export const RECORD_AGGREGATIONS = ['none', 'kpl'] as const;

/** The configuration of publish-titles. */
export const { keys: CONFIG_KEYS, parse: parseConfig } = defineConfig({
  streamName: required('STREAM_NAME', 'The name of the Kinesis data stream', text),
  aggregation: withFallback(
    required(
      'RECORD_AGGREGATION',
      'none: one record per title; kpl: many titles in one record, in the KPL aggregated format',
      oneOf(RECORD_AGGREGATIONS),
    ),
    'none',
  ),
  aggregatedRecordBytes: withFallback(
    required(
      'AGGREGATED_RECORD_BYTES',
      'Maximum size of a record with kpl, in bytes: 1024 to 1000000',
      integer(1_024, 1_000_000),
    ),
    '51200',
  ),
  maxDeferrals: withFallback(
    required(
      'MAX_DEFERRALS',
      'Number of runs that must have deferred a title before it is given up: 1 to 99',
      integer(1, 99),
    ),
    '7',
  ),
  minDeferralDays: withFallback(
    required(
      'MIN_DEFERRAL_DAYS',
      'Number of days that a title must have waited before it is given up: 0 to 90',
      integer(0, 90),
    ),
    '3',
  ),
  kinesisEndpoint: endpointKey('Kinesis', 'KINESIS'),
  ...progressKeys,
  ...awsKeys,
  ...telemetryKeys,
});
