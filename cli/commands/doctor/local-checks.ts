import { createRequire } from 'node:module';
import type { KinesisClient } from '@aws-sdk/client-kinesis';
import { explained } from '../../../operate/aws/explain-error.ts';
import type { Target } from '../../../operate/aws/target.ts';
import { type Check, failed, type Finding, ok, skipped } from '../../findings/check.ts';
import { checkFolder } from './local-folder.ts';
import { checkRuntime, type LocalRuntimeFacts, START } from './local-runtime.ts';
import { checkLastSuccess, checkStream } from './operation-checks.ts';
import { checkKey, type Credits, type WatchmodeAccess } from './watchmode.ts';

/** The stream of the runtime of this machine. */
export interface LocalStream {
  readonly name: string;
  readonly client: KinesisClient;
  readonly target: Target;
}

export interface LocalDoctorOptions {
  readonly cwd: string;
  /** For example `20.20.2`. */
  readonly nodeVersion: string;
  readonly freeBytes: (folder: string) => Promise<number>;
  readonly runtime: LocalRuntimeFacts;
  /** Undefined if its address is unknown. */
  readonly stream: LocalStream | undefined;
  /** Reads the settings; undefined without a key. */
  readonly watchmode: () => Promise<WatchmodeAccess | undefined>;
  /** Receives the credits of the key, if Watchmode says them. */
  readonly takeCredits: (credits: Credits) => void;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** The minimum version of Node.js, as in `engines` of package.json. */
const MIN_NODE = [20, 19] as const;

/** Returns the checks of this machine. They change nothing. */
export function localChecks(options: LocalDoctorOptions): Check[] {
  const { cwd, nodeVersion, freeBytes, runtime, stream, watchmode, takeCredits, now } = options;
  let isUp = false;
  let stateMachineArn: string | undefined;
  return [
    { name: 'Node.js', run: () => Promise.resolve(checkNode(nodeVersion)) },
    { name: '.local', run: () => checkFolder(cwd, freeBytes) },
    { name: 'kinesis-local', run: () => Promise.resolve(checkKinesisLocal()) },
    {
      name: 'runtime',
      run: () =>
        checkRuntime(runtime, (arn) => {
          isUp = true;
          stateMachineArn = arn;
        }),
    },
    {
      name: 'last success',
      run: async () =>
        stateMachineArn === undefined
          ? skipped(isUp ? 'the runtime is bare' : `no runtime with a state machine is up: ${START}`)
          : checkLastSuccess(runtime.client, stateMachineArn, now),
    },
    {
      name: 'stream',
      run: async () => {
        if (!isUp) return skipped(`no runtime with a stream is up: ${START}`);
        if (stateMachineArn === undefined) return skipped('the runtime is bare');
        if (stream === undefined) {
          return skipped('the address of its Kinesis is not known: set TVGUIDE_LOCAL_KINESIS_ENDPOINT');
        }
        const { name, client, target } = stream;
        const facts = { target, service: 'Kinesis', interrupted: runtime.interrupted };
        return explained(facts, () => checkStream(client, name, START));
      },
    },
    {
      name: 'Watchmode key',
      run: async () => {
        const access = await watchmode();
        return access === undefined
          ? ok('none is set, and only --live needs one')
          : checkKey(
              access,
              'put a valid one into WATCHMODE_API_KEY, in the environment or in .env',
              takeCredits,
            );
      },
    },
  ];
}

function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [leastMajor, leastMinor] = MIN_NODE;
  return major > leastMajor || (major === leastMajor && minor >= leastMinor)
    ? ok(version)
    : failed(version, `install ${MIN_NODE.join('.')} or later: https://nodejs.org`);
}

function checkKinesisLocal(): Finding {
  try {
    createRequire(import.meta.url).resolve('kinesis-local');
    return ok('installed');
  } catch {
    // The remedy is the same for any error.
    return failed('not installed', 'npm ci');
  }
}
