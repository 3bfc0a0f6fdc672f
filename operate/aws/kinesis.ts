import { KinesisClient } from '@aws-sdk/client-kinesis';
import type { Io } from '../io.ts';
import type { TargetOptions } from './target.ts';
import { clientSettings } from './client-settings.ts';
import { explained } from './explain-error.ts';
import { resolveTarget } from './target.ts';

/** Runs work against Kinesis, AWS's or with --local this machine's, and explains what goes wrong with the calls. */
export async function withKinesis<T>(
  options: TargetOptions,
  io: Io,
  work: (client: KinesisClient) => Promise<T>,
): Promise<T> {
  const target = await resolveTarget('kinesis', options, io);
  // The SDK's own choice for Kinesis is HTTP/2, which local servers do not speak; AWS speaks both.
  const client = new KinesisClient(clientSettings(target, io));
  try {
    return await explained({ target, service: 'Kinesis', interrupted: io.interrupted }, () => work(client));
  } finally {
    client.destroy();
  }
}
