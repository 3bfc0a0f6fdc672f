import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { decodeEvents } from '../operate/stream/decode-events.ts';
import { readStream } from '../operate/stream/read-stream.ts';
import type { RunSummary, StreamEvent } from '../events/types.ts';
import { RealClock } from '../local/stepfunctions/index.ts';
import { createKinesisClient } from '../local/stream/kinesis-client.ts';
import { startStream, type LocalStream } from '../local/stream/kinesis-local.ts';
import { loadCatalogue } from '../local/watchmode/catalogue.ts';
import { NO_FAULTS, parseFaults } from '../local/watchmode/fault-spec.ts';
import { startWatchmode, type Watchmode } from '../local/watchmode/server.ts';
import { Titles } from '../local/watchmode/titles.ts';
import { type Look, readServedProgress, readStoredProgress } from './progress.ts';
import { type CallFault, startStreamProxy, type StreamProxy } from './stream-proxy.ts';

const STREAM = 'ProgrammeDataStream';

/** The API key of the lab's Watchmode. No file or output of a run may contain it. */
export const API_KEY = 'soak-key-that-nobody-may-find';

/** The polling interval. */
const LOOK_MS = 5;

/** The exit code and output of a command. `code` is null if it was killed. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A moment in the work of a run, independent of the speed of the machine. */
export interface Moment {
  /** The number of requests to Watchmode from now on. */
  readonly requests: number;
  /** The time after these requests, in milliseconds. */
  readonly ms: number;
}

/** Options for the start of a command. */
export interface Launch {
  /** The moment at which it is killed. @default never */
  readonly killAfter?: Moment;
  /** The working directory. @default the lab's folder */
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A running `tvguide` command. */
export interface Running {
  /** The output so far. */
  readonly output: Readonly<Record<'stdout' | 'stderr', string>>;
  readonly ended: Promise<Ended>;
  /** The first complete line of standard output. */
  readonly firstLine: Promise<string>;
  readonly kill: (signal: NodeJS.Signals) => void;
}

/** A running `tvguide up`. */
export interface Up extends Running {
  /** The address of its Step Functions API. */
  readonly stepFunctions: string;
  readonly stateMachineArn: string;
  /** The address of its DynamoDB API. */
  readonly dynamodb: string;
}

export interface LabOptions {
  /** The project's folder. */
  readonly root: string;
  readonly titles: number;
  readonly seed: number;
  /** The faults of Watchmode, in the syntax of `--faults`. @default none */
  readonly faults?: string;
  /** The time in which the feed lists every title once, in seconds. @default an hour, so that every run lists all */
  readonly newEverySeconds?: number;
  /** Returns the fault of each PutRecords call. @default no faults */
  readonly streamFault?: () => CallFault;
}

/**
 * A Watchmode, a Kinesis and a folder for the runs of a campaign. Watchmode and Kinesis outlive the runs, so that all
 * charges and records can be counted.
 */
export class Lab {
  readonly folder: string;
  readonly watchmode: Watchmode;
  /** The IDs of all titles. */
  readonly titleIds: readonly number[];
  readonly #looks: Look[] = [];
  readonly #stream: LocalStream;
  readonly #proxy: StreamProxy | undefined;
  readonly #root: string;
  readonly #atClose: (() => Promise<unknown>)[] = [];

  private constructor(
    folder: string,
    watchmode: Watchmode,
    titleIds: readonly number[],
    stream: LocalStream,
    proxy: StreamProxy | undefined,
    root: string,
  ) {
    this.folder = folder;
    this.watchmode = watchmode;
    this.titleIds = titleIds;
    this.#stream = stream;
    this.#proxy = proxy;
    this.#root = root;
  }

  static async open(options: LabOptions): Promise<Lab> {
    const { root, titles, seed, faults, newEverySeconds = 3_600, streamFault } = options;
    const clock = new RealClock();
    const catalogue = await loadCatalogue(join(root, 'local/watchmode/catalogue.csv'), titles);
    const folder = await mkdtemp(join(tmpdir(), 'tvguide-soak-'));
    const watchmode = await startWatchmode({
      catalogue,
      titles,
      newEverySeconds,
      apiKey: API_KEY,
      clock,
      seed,
      faults: faults === undefined ? NO_FAULTS : parseFaults(faults),
    });
    const stream = await startStream({
      streamName: STREAM,
      shards: 2,
      clock,
      launcher: join(root, 'local/stream/kinesis-process.mjs'),
      kinesisLocal: createRequire(join(root, 'package.json')).resolve('kinesis-local/main.js'),
      codeCache: join(root, 'node_modules/.cache/tvguide/soak/kinesis-local'),
    });
    const proxy =
      streamFault === undefined ? undefined : await startStreamProxy(stream.endpoint, streamFault);
    const titleIds = [...new Titles(catalogue, titles)].map(({ watchmodeId }) => watchmodeId);
    return new Lab(folder, watchmode, titleIds, stream, proxy, root);
  }

  /** Starts `tvguide run` with these options and waits for its end. */
  run(options: readonly string[], launch: Launch = {}): Promise<Ended> {
    return this.tvguide(this.#runArgs(options), launch);
  }

  /** Starts `tvguide run` with these options and does not wait for its end. */
  spawnRun(options: readonly string[]): Running {
    return this.spawn(this.#runArgs(options));
  }

  #runArgs(options: readonly string[]): readonly string[] {
    const endpoint = this.#proxy?.url ?? this.#stream.endpoint;
    return ['run', '--live', '--endpoint-kinesis', endpoint, '--json', ...options];
  }

  async tvguide(args: readonly string[], { killAfter, ...where }: Launch = {}): Promise<Ended> {
    const { kill, ended } = this.spawn(args, where);
    if (killAfter !== undefined) {
      const over = new AbortController();
      await Promise.race([ended, this.reached(killAfter, over.signal)]);
      over.abort();
      kill('SIGKILL');
    }
    return ended;
  }

  /** Waits until the moment, or until the signal aborts. */
  async reached({ requests, ms }: Moment, signal: AbortSignal): Promise<void> {
    const enough = this.watchmode.usage().requests + requests;
    while (!signal.aborted && this.watchmode.usage().requests < enough) await pause(LOOK_MS);
    if (!signal.aborted) await pause(ms);
  }

  /** Waits until the progress table was written to `times` times, or until the signal aborts. */
  async tableWritten(times: number, signal: AbortSignal): Promise<void> {
    let [bytes, writes] = [await this.#tableBytes(), 0];
    while (!signal.aborted && writes < times) {
      await pause(LOOK_MS);
      const found = await this.#tableBytes();
      if (found !== bytes) writes += 1;
      bytes = found;
    }
  }

  /** Returns the size of the log to which LevelDB appends each write. */
  async #tableBytes(): Promise<number> {
    const folder = join(this.folder, '.local/progress');
    const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.log'));
    const sizes = names.map((name) =>
      stat(join(folder, name)).then(
        ({ size }) => size,
        () => 0,
      ),
    );
    return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  }

  /** Starts `tvguide up` with the lab's servers, and waits until it is up. */
  async up(): Promise<Up> {
    const args = ['up', '--port', '0', '--live', '--endpoint-kinesis', this.#stream.endpoint, '--json'];
    const running = this.spawn(args);
    const line = await Promise.race([running.firstLine, running.ended.then(({ stderr }) => stderr)]);
    if (!line.startsWith('{')) throw new Error(`tvguide up did not start: ${line}`);
    return {
      ...running,
      ...(JSON.parse(line) as Pick<Up, 'stepFunctions' | 'stateMachineArn' | 'dynamodb'>),
    };
  }

  /** Starts a `tvguide` command and does not wait for its end. */
  spawn(args: readonly string[], { cwd = this.folder, env }: Omit<Launch, 'killAfter'> = {}): Running {
    const child = spawn(process.execPath, [join(this.#root, 'bin/tvguide.mjs'), ...args], {
      cwd,
      env: {
        PATH: process.env['PATH'] ?? '',
        HOME: cwd,
        AWS_EC2_METADATA_DISABLED: 'true',
        AWS_ACCESS_KEY_ID: 'soak',
        AWS_SECRET_ACCESS_KEY: 'soak',
        AWS_REGION: 'eu-west-2',
        WATCHMODE_API_KEY: API_KEY,
        WATCHMODE_BASE_URL: this.watchmode.url,
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        output[name] += text;
      });
    }
    return {
      output,
      kill: (signal) => child.kill(signal),
      ended: once(child, 'close').then(([code]) => ({ code: code as number | null, ...output })),
      firstLine: new Promise((resolve) => {
        child.stdout.on('data', () => {
          const [line, rest] = output.stdout.split('\n', 2);
          if (line !== undefined && rest !== undefined) resolve(line);
        });
      }),
    };
  }

  /** Creates a new, empty folder. */
  freshFolder(): Promise<string> {
    return mkdtemp(join(this.folder, 'fresh-'));
  }

  /** Reads all events from the stream. */
  async events(): Promise<readonly StreamEvent[]> {
    const client = createKinesisClient(this.#stream);
    const events: StreamEvent[] = [];
    try {
      const access = { client, streamName: STREAM, clock: new RealClock() };
      for await (const records of readStream({ ...access, from: 'start', pauseMs: 0 })) {
        events.push(...records.flatMap((record) => decodeEvents(record).events));
      }
    } finally {
      client.destroy();
    }
    return events;
  }

  /** All snapshots of the progress table, in order. */
  get looks(): readonly Look[] {
    return this.#looks;
  }

  /**
   * Takes a snapshot of the progress table, from a running `tvguide up` or from the files.
   *
   * @throws DynamodbFolderUnusable or DynamodbFileDamaged if a campaign has damaged the files
   */
  async look(up?: Pick<Up, 'dynamodb'>): Promise<Look> {
    const progress =
      up === undefined
        ? await readStoredProgress(join(this.folder, '.local'))
        : await readServedProgress(up.dynamodb);
    const look = { ...progress, at: Date.now() };
    this.#looks.push(look);
    return look;
  }

  /** Finds the files of the runs that contain the key, including compressed files. */
  async filesWithKey(): Promise<readonly string[]> {
    const entries = await readdir(this.folder, { recursive: true, withFileTypes: true });
    const found: string[] = [];
    for (const entry of entries) {
      if (!entry.isFile()) continue;
      const file = join(entry.parentPath, entry.name);
      if ((await contentOf(file)).includes(API_KEY)) found.push(file);
    }
    return found;
  }

  /** Registers work for the closing of the lab, before its folder is removed. */
  atClose(work: () => Promise<unknown>): void {
    this.#atClose.push(work);
  }

  async close(): Promise<void> {
    for (const work of this.#atClose) await work();
    await this.#proxy?.close();
    await Promise.all([this.#stream.close(), this.watchmode.close()]);
    await rm(this.folder, { recursive: true, force: true });
  }
}

async function contentOf(file: string): Promise<Buffer> {
  const bytes = await readFile(file);
  if (!file.endsWith('.gz')) return bytes;
  try {
    return gunzipSync(bytes);
  } catch (error) {
    // A campaign damages files on purpose. A file that cannot be unpacked is searched as it is.
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')) return bytes;
    throw error;
  }
}

/** Returns the summary that a run printed. Undefined if the run did not succeed. */
export function summaryOf({ stdout }: Ended): RunSummary | undefined {
  return stdout === '' ? undefined : (JSON.parse(stdout) as { summary?: RunSummary }).summary;
}
