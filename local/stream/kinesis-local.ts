import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { omitUndefined } from '../../events/omit-undefined.ts';
import type { Clock } from '../stepfunctions/index.ts';
import { ensureStream } from './ensure-stream.ts';
import { createKinesisClient, LOCAL_CREDENTIALS, type KinesisEndpoint } from './kinesis-client.ts';
import { StreamStartError } from './stream-start-error.ts';

/** How the local Kinesis is set up. */
export interface LocalStreamOptions {
  readonly streamName: string;
  /** How many shards the stream has. */
  readonly shards: number;
  readonly clock: Pick<Clock, 'now' | 'monotonic' | 'sleep'>;
  /** Path of `local/stream/kinesis-process.mjs`. */
  readonly launcher: string;
  /** Path of kinesis-local's `main.js`. */
  readonly kinesisLocal: string;
  /** File in which its compiled form is kept to start faster the next time. @default nowhere */
  readonly codeCache?: string;
  /** @default 0, a free one */
  readonly port?: number;
  /** @default 'eu-west-2' */
  readonly region?: string;
  /** Ends the start: it rejects with the signal's reason, and the child is ended. */
  readonly signal?: AbortSignal;
}

/** A local Kinesis that runs and has its stream. */
export interface LocalStream extends KinesisEndpoint {
  readonly streamName: string;
  /** The environment with which the AWS SDK, and the tasks, find it. */
  readonly environment: Readonly<Record<string, string>>;
  /** The child process in which it runs. */
  readonly processId: number;
  /** Resolves when the child has ended although nobody called {@link close}, and never otherwise. */
  readonly ended: Promise<void>;
  /** Ends it. What the stream holds is lost. */
  close(): Promise<void>;
}

const START_LIMIT_MS = 30_000;
const STOP_LIMIT_MS = 1_000;
const STDERR_TAIL = 2_000;
/** It makes garbage fast: with a larger young generation it spends much less time on collecting it. */
const NODE_OPTIONS = ['--max-semi-space-size=32'];

/**
 * Starts kinesis-local (https://github.com/etspaceman/kinesis-mock) as a child process that listens on 127.0.0.1
 * only, and gives it one stream. The child ends with this process, even when this one is killed.
 *
 * @throws StreamStartError when it does not come up
 */
export async function startStream(options: LocalStreamOptions): Promise<LocalStream> {
  const { streamName, shards, clock, region = 'eu-west-2' } = options;
  const child = launch(options, region);
  let isListening = false;
  let isClosing = false;
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      if (!isClosing) resolve();
    });
  });
  try {
    const port = await listeningPort(child, options);
    isListening = true;
    const endpoint = `http://127.0.0.1:${port}`;
    const client = createKinesisClient({ endpoint, region });
    const { signal } = options;
    await ensureStream({
      client,
      streamName,
      shards,
      clock,
      ...omitUndefined({ signal }),
    }).finally(() => client.destroy());
    return {
      endpoint,
      region,
      streamName,
      environment: {
        AWS_ENDPOINT_URL_KINESIS: endpoint,
        AWS_REGION: region,
        AWS_ACCESS_KEY_ID: LOCAL_CREDENTIALS.accessKeyId,
        AWS_SECRET_ACCESS_KEY: LOCAL_CREDENTIALS.secretAccessKey,
        STREAM_NAME: streamName,
      },
      processId: child.pid ?? 0,
      ended,
      close: () => {
        isClosing = true;
        return stop(child, clock);
      },
    };
  } catch (error) {
    // Before it listens there is nothing worth keeping, and it may be too busy to hear that it shall end.
    await (isListening ? stop(child, clock) : kill(child));
    throw error;
  }
}

function launch(options: LocalStreamOptions, region: string): ChildProcess {
  const { launcher, kinesisLocal, codeCache, port = 0, streamName, shards } = options;
  const script = [launcher, kinesisLocal, String(port), ...(codeCache === undefined ? [] : [codeCache])];
  return spawn(process.execPath, [...NODE_OPTIONS, ...script], {
    // Its own group of processes: Ctrl-C in a terminal concerns this process, which then ends the child.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: {
      // Marks that the launcher replaces.
      KINESIS_MOCK_TLS_PORT: '1',
      KINESIS_MOCK_PLAIN_PORT: '2',
      KINESIS_MOCK_CERT_PATH: join(dirname(kinesisLocal), 'server.json'),
      INITIALIZE_STREAMS: `${streamName}:${shards}:${region}`,
      CREATE_STREAM_DURATION: '1ms',
      SHARD_LIMIT: String(Math.max(50, shards)),
      AWS_REGION: region,
      LOG_LEVEL: 'ERROR',
      // Otherwise it would read a file `data/kinesis-data.json` that happens to lie in the working directory.
      LOAD_DATA_IF_EXISTS: 'false',
    },
  });
}

/** What the child says when it listens or cannot. */
type ChildMessage = { readonly listening: number } | { readonly failed: string; readonly code: string };

async function listeningPort(child: ChildProcess, options: LocalStreamOptions): Promise<number> {
  const { port = 0, clock, signal } = options;
  const stderr = keepTail(child);
  const settled = new AbortController();
  const failure = (reason: string, tail = ''): StreamStartError => new StreamStartError(port, reason, tail);
  const message = once(child, 'message').then(([sent]) => {
    const said = sent as ChildMessage;
    if ('listening' in said) return said.listening;
    throw failure(said.code === 'EADDRINUSE' ? `port ${port} is in use` : said.failed);
  });
  const exit = once(child, 'exit').then(([code, signal]) => {
    throw failure(`it ended with ${String(code ?? signal)}`, stderr());
  });
  const waiting = signal === undefined ? settled.signal : AbortSignal.any([settled.signal, signal]);
  const limit = clock.sleep(START_LIMIT_MS, waiting).then(() => {
    throw failure(`it says nothing for ${START_LIMIT_MS / 1000} s`, stderr());
  });
  try {
    return await Promise.race([message, exit, limit]);
  } finally {
    settled.abort();
  }
}

/** Reads the child's standard error, which must not fill up, and gives the last of it. */
function keepTail(child: ChildProcess): () => string {
  let tail = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    tail = (tail + text).slice(-STDERR_TAIL);
  });
  return () => tail.trim();
}

function isOver({ pid, exitCode, signalCode }: ChildProcess): boolean {
  return pid === undefined || exitCode !== null || signalCode !== null;
}

async function kill(child: ChildProcess): Promise<void> {
  if (isOver(child)) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

/** Lets the child write its code cache, and kills it when that takes too long. */
async function stop(child: ChildProcess, clock: LocalStreamOptions['clock']): Promise<void> {
  if (isOver(child)) return;
  const exited = once(child, 'exit');
  const settled = new AbortController();
  if (child.connected) child.disconnect();
  const overdue = clock.sleep(STOP_LIMIT_MS, settled.signal).then(() => child.kill('SIGKILL'));
  await Promise.race([exited, overdue]);
  settled.abort();
  await exited;
}
