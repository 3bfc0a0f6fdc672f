import { KinesisClient } from '@aws-sdk/client-kinesis';
import { clientSettings, type AwsConfig, type ClientLimits } from '../shared/adapters/client-settings.ts';

/** The part of the configuration that is about the connection to Kinesis. */
export interface KinesisConfig extends AwsConfig {
  readonly kinesisEndpoint: string | undefined;
}

/** How long a call may take, in milliseconds. */
const KINESIS_TIMEOUTS = { connectionTimeout: 3_000, requestTimeout: 10_000 } as const;

/** A client for PutRecords. It makes one attempt, since the publisher and the state machine have attempts of their own. */
export function createKinesisClient(
  config: KinesisConfig,
  timeouts: Omit<ClientLimits, 'maxAttempts'> = KINESIS_TIMEOUTS,
): KinesisClient {
  return new KinesisClient(clientSettings(config, config.kinesisEndpoint, { ...timeouts, maxAttempts: 1 }));
}
