import { KinesisClient } from '@aws-sdk/client-kinesis';
import { createPublisher, type Publish, type PublisherPorts } from './publisher.ts';
import { clientSettings, type AwsConfig, type ClientLimits } from '../adapters/client-settings.ts';

/** The configuration of the connection to Kinesis. */
export interface KinesisConfig extends AwsConfig {
  readonly kinesisEndpoint: string | undefined;
}

/** The timeouts of a call, in milliseconds. */
const KINESIS_TIMEOUTS = { connectionTimeout: 3_000, requestTimeout: 10_000 } as const;

/** Creates a client for PutRecords. It makes one attempt, because the publisher and the state machine retry. */
export function createKinesisClient(
  config: KinesisConfig,
  timeouts: Omit<ClientLimits, 'maxAttempts'> = KINESIS_TIMEOUTS,
): KinesisClient {
  return new KinesisClient(clientSettings(config, config.kinesisEndpoint, { ...timeouts, maxAttempts: 1 }));
}

/** Creates a publisher by a task's configuration. */
export function composePublisher(
  config: KinesisConfig & { readonly streamName: string },
  ports: Pick<PublisherPorts, 'clock' | 'random'>,
): Publish {
  return createPublisher({ ...ports, client: createKinesisClient(config), streamName: config.streamName });
}
