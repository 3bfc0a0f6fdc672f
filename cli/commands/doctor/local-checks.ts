import { constants } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { KinesisClient } from '@aws-sdk/client-kinesis';
import type { SFNClient } from '@aws-sdk/client-sfn';
import type { LocalEndpoints } from '../../../operate/endpoints/local-endpoints.ts';
import { DEFAULT_PORT } from '../../../operate/endpoints/local-ports.ts';
import { isError } from '../../../operate/native-error.ts';
import { folderBytes } from '../../../local/stepfunctions/files.ts';
import { formatBytes } from '../../render/bytes.ts';
import { type Check, failed, type Finding, ok, skipped, warning } from '../../findings/check.ts';
import { checkLastSuccess, checkStream } from './operation-checks.ts';
import { checkKey, type WatchmodeAccess } from './watchmode.ts';

export interface LocalDoctorOptions {
  readonly cwd: string;
  /** For example `20.20.2`. */
  readonly nodeVersion: string;
  /** The addresses of the running local runtime; undefined without one. */
  readonly endpoints: LocalEndpoints | undefined;
  /** Clients for the local runtime. */
  readonly clients: { readonly sfn: SFNClient; readonly kinesis: KinesisClient };
  /** Undefined without a key. */
  readonly watchmode: WatchmodeAccess | undefined;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** The minimum version of Node.js, as in `engines` of package.json. */
const MIN_NODE = [20, 19] as const;
const START = '`tvguide up` starts it';

/** Returns the checks of this machine. */
export function localChecks(options: LocalDoctorOptions): Check[] {
  const { cwd, nodeVersion, endpoints, clients, watchmode, now } = options;
  const { stateMachineArn, streamName } = endpoints ?? {};
  return [
    { name: 'Node.js', run: () => Promise.resolve(checkNode(nodeVersion)) },
    { name: '.local', run: () => checkFolder(join(cwd, '.local')) },
    { name: 'kinesis-local', run: () => Promise.resolve(checkKinesisLocal()) },
    {
      name: 'runtime',
      run: () =>
        endpoints === undefined ? checkPorts() : Promise.resolve(ok(`up at ${endpoints.stepFunctions}`)),
    },
    {
      name: 'last success',
      run: () =>
        stateMachineArn === undefined
          ? Promise.resolve(skipped(`no runtime with a state machine is up: ${START}`))
          : checkLastSuccess(clients.sfn, stateMachineArn, now),
    },
    {
      name: 'stream',
      run: () =>
        streamName === undefined
          ? Promise.resolve(skipped(`no runtime with a stream is up: ${START}`))
          : checkStream(clients.kinesis, streamName, START),
    },
    {
      name: 'Watchmode key',
      run: () =>
        watchmode === undefined
          ? Promise.resolve(ok('none is set, and only --live needs one'))
          : checkKey(watchmode, 'put a valid one into WATCHMODE_API_KEY, in the environment or in .env'),
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

async function checkFolder(folder: string): Promise<Finding> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
    return ok(`${folder} can be written, and has ${formatBytes(folderBytes(folder))}`);
  } catch (error) {
    return failed(
      `${folder} cannot be written: ${isError(error) ? error.message : String(error)}`,
      'check who owns it',
    );
  }
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

async function checkPorts(): Promise<Finding> {
  const ports = [0, 1, 2, 3, 4].map((next) => DEFAULT_PORT + next);
  const free = await Promise.all(ports.map(isFree));
  const busy = ports.filter((_, index) => free[index] === false);
  return busy.length === 0
    ? ok(`not up, ports ${ports.join(', ')} are free: ${START}`)
    : warning(
        `not up, ${busy.length === 1 ? 'port' : 'ports'} ${busy.join(', ')} ${busy.length === 1 ? 'is' : 'are'} in use`,
        '`tvguide up --port 0` takes free ones',
      );
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
