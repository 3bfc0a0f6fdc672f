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
}

const fileIn = (cwd: string) => join(cwd, '.local', 'endpoints.json');

/** Writes the addresses for other commands in this folder, atomically. */
export async function writeLocalEndpoints(cwd: string, endpoints: LocalEndpoints): Promise<void> {
  await replaceFile(fileIn(cwd), `${JSON.stringify(endpoints)}\n`);
}

/** Removes the addresses, unless they belong to another process. */
export async function removeLocalEndpoints(cwd: string, pid: number): Promise<void> {
  const found = await read(cwd);
  if (found?.pid === pid) await rm(fileIn(cwd), { force: true });
}

/**
 * Reads the addresses of the runtime of a folder; undefined if its process has ended.
 * @example const { streamName } = (await readLocalEndpoints(io.cwd)) ?? {}
 */
export async function readLocalEndpoints(cwd: string): Promise<LocalEndpoints | undefined> {
  const found = await read(cwd);
  return found !== undefined && processState(found.pid).kind !== 'GONE' ? found : undefined;
}

async function read(cwd: string): Promise<LocalEndpoints | undefined> {
  const file = fileIn(cwd);
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (isError(error) && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new OperationError(`cannot read ${file}: ${reasonOf(error)}`, { cause: error });
  });
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isEndpoints(value) ? value : undefined;
  } catch {
    // Another program or version wrote the file.
    return undefined;
  }
}

function isEndpoints(value: unknown): value is LocalEndpoints {
  if (typeof value !== 'object' || value === null) return false;
  const { pid, stepFunctions } = value as Record<string, unknown>;
  return typeof pid === 'number' && typeof stepFunctions === 'string';
}
