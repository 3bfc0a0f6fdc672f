import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { omitUndefined } from '../../events/omit-undefined.ts';
import type { Clock } from '../stepfunctions/index.ts';
import { ensureStream } from './ensure-stream.ts';
import { createKinesisClient, LOCAL_CREDENTIALS, type KinesisEndpoint } from './kinesis-client.ts';
import { StreamStartError } from './stream-start-error.ts';

/** The settings of the local Kinesis. */
export interface LocalStreamOptions {
  readonly streamName: string;
  readonly shards: number;
  readonly clock: Pick<Clock, 'now' | 'monotonic' | 'sleep'>;
  /** Path of `local/stream/kinesis-process.mjs`. */
  readonly launcher: string;
  /** Path of kinesis-local's `main.js`. */
  readonly kinesisLocal: string;
  /** The file of V8's code cache, for a faster start. @default none */
  readonly codeCache?: string;
  /** @default 0, a free port */
  readonly port?: number;
  /** @default 'eu-west-2' */
  readonly region?: string;
  /** Cancels the start, which rejects with the signal's reason, and ends the child process. */
  readonly signal?: AbortSignal;
}

/** A running local Kinesis with its stream. */
export interface LocalStream extends KinesisEndpoint {
  readonly streamName: string;
  /** The environment variables that point the AWS SDK to it. */
  readonly environment: Readonly<Record<string, string>>;
  /** The id of the child process. */
  readonly processId: number;
  /** Resolves if the child process exits before {@link close} is called. */
  readonly ended: Promise<void>;
  /** Ends the child process. The records of the stream are lost. */
  close(): Promise<void>;
}

const START_LIMIT_MS = 30_000;
const STOP_LIMIT_MS = 1_000;
const STDERR_TAIL = 2_000;
/** kinesis-local allocates fast: a larger young generation makes garbage collection much cheaper. */
const NODE_OPTIONS = ['--max-semi-space-size=32'];

/**
 * Starts kinesis-local (https://github.com/etspaceman/kinesis-mock) as a child process on 127.0.0.1 only, and creates
 * the stream. The child process ends with this process, even if this process is killed.
 *
 * @throws StreamStartError
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
    // Before it listens, it has no records to keep and may be too busy to notice the disconnect.
    await (isListening ? stop(child, clock) : kill(child));
    throw error;
  }
}

function launch(options: LocalStreamOptions, region: string): ChildProcess {
  const { launcher, kinesisLocal, codeCache, port = 0, streamName, shards } = options;
  const script = [launcher, kinesisLocal, String(port), ...(codeCache === undefined ? [] : [codeCache])];
  return spawn(process.execPath, [...NODE_OPTIONS, ...script], {
    // In its own process group, so that Ctrl-C in a terminal reaches only this process, which ends the child.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: {
      // Placeholders that the launcher replaces.
      KINESIS_MOCK_TLS_PORT: '1',
      KINESIS_MOCK_PLAIN_PORT: '2',
      KINESIS_MOCK_CERT_PATH: join(dirname(kinesisLocal), 'server.json'),
      INITIALIZE_STREAMS: `${streamName}:${shards}:${region}`,
      CREATE_STREAM_DURATION: '1ms',
      SHARD_LIMIT: String(Math.max(50, shards)),
      AWS_REGION: region,
      LOG_LEVEL: 'ERROR',
      // Otherwise it would load `data/kinesis-data.json` from the working directory.
      LOAD_DATA_IF_EXISTS: 'false',
    },
  });
}

/** A message from the child process: its port, or the reason why it cannot listen. */
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
    throw failure(`it exited with ${String(code ?? signal)}`, stderr());
  });
  const waiting = signal === undefined ? settled.signal : AbortSignal.any([settled.signal, signal]);
  const limit = clock.sleep(START_LIMIT_MS, waiting).then(() => {
    throw failure(`it did not respond for ${START_LIMIT_MS / 1000} s`, stderr());
  });
  try {
    return await Promise.race([message, exit, limit]);
  } finally {
    settled.abort();
  }
}

/** Drains the child's standard error, and returns a function that gives the end of it. */
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

/** Lets the child process write its code cache, and kills it if that takes too long. */
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
