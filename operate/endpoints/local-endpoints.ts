import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { processState, replaceFile } from '../../local/stepfunctions/files.ts';
import { OperationError } from '../errors.ts';
import { reasonOf } from '../file-error.ts';
import { isError } from '../native-error.ts';

/** The addresses of the services of a running `tvguide up`. */
export interface LocalEndpoints {
  /** The process that serves them. */
  readonly pid: number;
  readonly stepFunctions: string;
  readonly kinesis?: string;
  readonly streamName?: string;
  readonly dynamodb?: string;
  readonly watchmode?: string;
  /** The address of the stand-in's faults; absent for Watchmode itself. */
  readonly watchmodeControl?: string;
  readonly stateMachineArn?: string;
  /** The path of the catalogue of the stand-in, if the user named one. */
  readonly catalogue?: string;
  /** The feed of runs whose input names none, if the user named one. */
  readonly feed?: string;
  /** The services of sweeps whose input names none, if the user named some. */
  readonly services?: readonly (string | number)[];
}

const fileIn = (cwd: string) => join(cwd, '.local', 'endpoints.json');

/**
 * Writes the addresses for other commands in this folder, atomically.
 * @example await writeLocalEndpoints(io.cwd, { pid: process.pid, stepFunctions: 'http://127.0.0.1:8083' })
 */
export async function writeLocalEndpoints(cwd: string, endpoints: LocalEndpoints): Promise<void> {
  await replaceFile(fileIn(cwd), `${JSON.stringify(endpoints)}\n`);
}

/**
 * Removes the addresses, unless they belong to another process.
 * @example await removeLocalEndpoints(io.cwd, process.pid)
 */
export async function removeLocalEndpoints(cwd: string, pid: number): Promise<void> {
  const found = await read(cwd);
  if (typeof found === 'object' && found.pid === pid) await rm(fileIn(cwd), { force: true });
}

/**
 * Reads the addresses of the runtime of a folder; undefined if its process has ended.
 * @example const { streamName } = (await readLocalEndpoints(io.cwd)) ?? {}
 */
export async function readLocalEndpoints(cwd: string): Promise<LocalEndpoints | undefined> {
  const found = await read(cwd);
  return typeof found === 'object' && isAlive(found) ? found : undefined;
}

/** The state of the file with the addresses. After a kill, it names a process that is gone. */
export type EndpointsState =
  | { readonly kind: 'MISSING' | 'DAMAGED' }
  | { readonly kind: 'UP' | 'GONE'; readonly endpoints: LocalEndpoints };

/**
 * Examines the file with the addresses of a folder.
 *
 * @throws OperationError if the file cannot be read
 * @example if ((await examineLocalEndpoints(io.cwd)).kind === 'GONE') printer.warn('the runtime has ended')
 */
export async function examineLocalEndpoints(cwd: string): Promise<EndpointsState> {
  const found = await read(cwd);
  if (found === undefined) return { kind: 'MISSING' };
  if (found === 'DAMAGED') return { kind: 'DAMAGED' };
  return { kind: isAlive(found) ? 'UP' : 'GONE', endpoints: found };
}

function isAlive({ pid }: LocalEndpoints): boolean {
  return processState(pid).kind !== 'GONE';
}

async function read(cwd: string): Promise<LocalEndpoints | 'DAMAGED' | undefined> {
  const file = fileIn(cwd);
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (isError(error) && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new OperationError(`cannot read ${file}: ${reasonOf(error)}`, { cause: error });
  });
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isEndpoints(value) ? value : 'DAMAGED';
  } catch {
    // Another program or version wrote the file.
    return 'DAMAGED';
  }
}

function isEndpoints(value: unknown): value is LocalEndpoints {
  if (typeof value !== 'object' || value === null) return false;
  const { pid, stepFunctions } = value as Record<string, unknown>;
  return typeof pid === 'number' && typeof stepFunctions === 'string';
}
