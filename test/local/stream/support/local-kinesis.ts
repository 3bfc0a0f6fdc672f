import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { RealClock } from '../../../../local/stepfunctions/index.ts';
import {
  startStream,
  type LocalStream,
  type LocalStreamOptions,
} from '../../../../local/stream/kinesis-local.ts';
import { CODE_CACHE } from './code-cache.ts';

export const LAUNCHER = fileURLToPath(
  new URL('../../../../local/stream/kinesis-process.mjs', import.meta.url),
);
export const KINESIS_LOCAL = createRequire(import.meta.url).resolve('kinesis-local');

export const clock = new RealClock();

/** Starts a real local Kinesis with two shards. The caller closes it. */
export function startLocalKinesis(options: Partial<LocalStreamOptions> = {}): Promise<LocalStream> {
  return startStream({
    streamName: 'programmes',
    shards: 2,
    clock,
    launcher: LAUNCHER,
    kinesisLocal: KINESIS_LOCAL,
    codeCache: CODE_CACHE,
    ...options,
  });
}
