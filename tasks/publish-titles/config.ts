import {
  integer,
  oneOf,
  optional,
  required,
  setByPlatform,
  text,
  withFallback,
  type Parsed,
} from '../shared/config/config-key.ts';
import { regionKey, telemetryKeys } from '../shared/config/common-keys.ts';
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
  region: regionKey,
  endpoint: optional(
    required(
      'AWS_ENDPOINT_URL_KINESIS',
      "Another Kinesis endpoint than AWS's own, for example a local one",
      url,
    ),
  ),
  accessKeyId: optional(
    setByPlatform(required('AWS_ACCESS_KEY_ID', 'Read only with AWS_ENDPOINT_URL_KINESIS', text)),
  ),
  secretAccessKey: optional(
    setByPlatform(required('AWS_SECRET_ACCESS_KEY', 'Read only with AWS_ENDPOINT_URL_KINESIS', text)),
  ),
  sessionToken: optional(
    setByPlatform(required('AWS_SESSION_TOKEN', 'Read only with AWS_ENDPOINT_URL_KINESIS', text)),
  ),
  ...telemetryKeys,
});

function url(value: string): Parsed<string> {
  return URL.canParse(value) && /^https?:/i.test(value)
    ? { value }
    : { fault: 'must be an http or https URL' };
}
