// A child process of the tests: follows a stream of 30 shards for a while, and prints the warnings of Node.js.
import type { KinesisClient } from '@aws-sdk/client-kinesis';
import { setImmediate as turn } from 'node:timers/promises';
import { readStream } from '../../../../operate/stream/read-stream.ts';
import { markStream } from '../../../../operate/stream/stream-mark.ts';

const shards = Array.from({ length: 30 }, (_, index) => ({ ShardId: `shardId-${index}` }));
const onAbort = () => undefined;
const client = {
  // As the SDK does, it listens to the signal while the request is in flight.
  send: async (_: unknown, { abortSignal }: { readonly abortSignal: AbortSignal }) => {
    const listener = () => onAbort();
    abortSignal.addEventListener('abort', listener);
    await turn();
    abortSignal.removeEventListener('abort', listener);
    return { Shards: shards, ShardIterator: 'x', NextShardIterator: 'x', Records: [], MillisBehindLatest: 0 };
  },
} as unknown as KinesisClient;

process.on('warning', ({ name }) => process.stdout.write(`${name}\n`));
const stop = new AbortController();
let pauses = 0;
const access = {
  client,
  streamName: 'programmes',
  signal: stop.signal,
  clock: {
    now: () => 0,
    sleep: async (_: number, signal: AbortSignal) => {
      const listener = () => onAbort();
      signal.addEventListener('abort', listener);
      await turn();
      signal.removeEventListener('abort', listener);
      pauses += 1;
      if (pauses === 200) stop.abort(new Error('enough'));
    },
  },
};
const from = await markStream(access);
try {
  for await (const records of readStream({ ...access, from, follow: true }))
    process.stdout.write(`${records.length}\n`);
} catch (error) {
  process.stdout.write(`${(error as Error).message}\n`);
}
