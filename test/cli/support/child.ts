import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { CODE_CACHE } from '../../local/stream/support/code-cache.ts';

const TVGUIDE = join(import.meta.dirname, '../../../bin/tvguide.mjs');

/** The outcome of a command. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ChildOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The text on standard input. Default: none. */
  readonly input?: string;
}

/** The environment of every child: nothing of the developer's own AWS or Watchmode settings. */
function environment(own: ChildOptions['env'] = {}): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: process.env['HOME'] ?? '',
    AWS_EC2_METADATA_DISABLED: 'true',
    ...own,
  };
}

function launch(
  args: readonly string[],
  { cwd, env, input }: ChildOptions,
): ChildProcess & { output: Omit<Ended, 'code'> } {
  const child = spawn(process.execPath, [TVGUIDE, ...args], {
    cwd,
    env: environment(env),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.end(input);
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
    });
  }
  return Object.assign(child, { output });
}

/** Writes the commands of an output as `tvguide ...`. A child is called by its path. */
export function withoutPath(text: string): string {
  return text.replaceAll(/node \S+\/bin\/tvguide\.mjs/g, 'tvguide');
}

/** Runs `tvguide` as its users do, in a process of its own, to its end. */
export async function tvguide(args: readonly string[], options: ChildOptions): Promise<Ended> {
  const child = launch(args, options);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...child.output };
}

/** A `tvguide` that is still running. */
export interface RunningChild {
  /** Resolves as soon as stdout holds a whole line, with that line; rejects when the process ends before. */
  readonly firstLine: Promise<string>;
  /** Resolves as soon as the output matches; rejects when the process ends before. */
  line(stream: 'stdout' | 'stderr', pattern: RegExp): Promise<void>;
  /** Everything so far. */
  readonly output: Omit<Ended, 'code'>;
  /** Resolves as soon as stdout holds so many whole lines, with those; rejects when the process ends before. */
  lines(count: number): Promise<string[]>;
  /** Sends the signal and gives what was left behind. */
  stop(signal: NodeJS.Signals): Promise<Ended>;
}

/** Starts a `tvguide` that does not end by itself. */
export function startTvguide(args: readonly string[], options: ChildOptions): RunningChild {
  const child = launch(args, options);
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, ...child.output }));
  const until = (isReached: () => boolean) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (isReached()) resolve();
      };
      for (const stream of [child.stdout, child.stderr]) stream?.on('data', look);
      look();
      void ended.then(({ code, stderr }) => reject(new Error(`it ended with ${String(code)}: ${stderr}`)));
    });
  // The text after the last line break is not a whole line yet.
  const whole = () => child.output.stdout.split('\n').slice(0, -1);
  const lines = async (count: number) => {
    await until(() => whole().length >= count);
    return whole().slice(0, count);
  };
  return {
    // Asked for anew each time: where nobody asks, nobody is told of an early end.
    get firstLine() {
      return lines(1).then(([line = '']) => line);
    },
    line: (stream, pattern) => until(() => pattern.test(child.output[stream])),
    lines,
    output: child.output,
    stop: (signal) => {
      child.kill(signal);
      return ended;
    },
  };
}

/** A folder of its own, and what takes it away again. */
export interface TemporaryFolder {
  readonly path: string;
  remove(): Promise<void>;
}

/** An empty folder. */
export async function temporaryFolder(): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(tmpdir(), 'tvguide-cli-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/**
 * A folder that holds nothing but what makes the second run in any folder start faster than the first, by a second of
 * CPU: the compiled form of kinesis-local, which the tests hand on to each other.
 */
export async function folderForRuns(): Promise<TemporaryFolder> {
  const folder = await temporaryFolder();
  const cache = join(folder.path, '.local/cache/kinesis-local');
  await mkdir(dirname(cache), { recursive: true });
  const wasThere = await copied(CODE_CACHE, cache);
  return {
    path: folder.path,
    remove: async () => {
      if (!wasThere) {
        // In one step, since other tests may read it meanwhile.
        const staging = `${CODE_CACHE}.${process.pid}`;
        await mkdir(dirname(staging), { recursive: true });
        if (await copied(cache, staging)) await rename(staging, CODE_CACHE);
      }
      await folder.remove();
    },
  };
}

/** Copies a file, and gives whether there was one. */
async function copied(from: string, to: string): Promise<boolean> {
  try {
    await copyFile(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
