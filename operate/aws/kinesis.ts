import { KinesisClient } from '@aws-sdk/client-kinesis';
import type { Io } from '../io.ts';
import type { TargetOptions } from './target.ts';
import { clientSettings } from './client-settings.ts';
import { explained } from './explain-error.ts';
import { resolveTarget } from './target.ts';

/**
 * Connects to Kinesis on AWS or with `--local` on this machine, runs `work`, and explains failed calls.
 * @example await withKinesis({ local: true }, io, (client) => client.send(new ListShardsCommand({ StreamName })))
 */
export async function withKinesis<T>(
  options: TargetOptions,
  io: Io,
  work: (client: KinesisClient) => Promise<T>,
): Promise<T> {
  const target = await resolveTarget('kinesis', options, io);
  // The SDK uses HTTP/2 for Kinesis by default, which local servers do not support. AWS supports both.
  const client = new KinesisClient(clientSettings(target, io));
  try {
    return await explained({ target, service: 'Kinesis', interrupted: io.interrupted }, () => work(client));
  } finally {
    client.destroy();
  }
}
