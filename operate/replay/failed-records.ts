import { readdir, readFile, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { OperationError } from '../errors.ts';
import { reasonOf } from '../file-error.ts';
import { isError } from '../native-error.ts';
import { addRecords, NOTHING_ADDED, type Added, type ReplayedRecord, type Update } from './add-records.ts';

/** The result of one file. Its faults are the reasons for which it stays; a file without faults is deleted. */
export interface FailureReplayed extends Added {
  /** The path in the folder. */
  readonly file: string;
}

/**
 * Adds the records in a folder of failures to a catalogue, the oldest file first. The files have the form in which Lambda
 * writes to its S3 destination
 * (https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html). A file of which every part was added
 * is deleted.
 *
 * Rejects as `update` does; the remaining files stay.
 *
 * @throws OperationError for a folder that cannot be read
 * @example for await (const { file, faults } of replayFailures('failed-records', update)) tell(file, faults)
 */
export async function* replayFailures(folder: string, update: Update): AsyncGenerator<FailureReplayed, void> {
  for (const path of await filesIn(folder)) {
    const file = relative(folder, path);
    const content = await readFailure(path);
    if (typeof content === 'string') {
      yield { ...NOTHING_ADDED, file, faults: [content] };
      continue;
    }
    const added = await addRecords(update, content);
    if (added.faults.length === 0) await rm(path);
    yield { ...added, file };
  }
}

/** Returns the paths of all files, those of the same shard by time. */
async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    throw new OperationError(explainFolder(folder, error), { cause: error });
  });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function explainFolder(folder: string, error: unknown): string {
  const code = isError(error) && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return `there is no folder ${folder}`;
  return `cannot read the folder ${folder}: ${code === 'ENOTDIR' ? 'it is a file' : reasonOf(error)}`;
}

/** Returns the records of a file, or the reason for which it has none. */
async function readFailure(path: string): Promise<ReplayedRecord[] | string> {
  try {
    const { payload } = (JSON.parse(await readFile(path, 'utf8')) ?? {}) as { readonly payload?: unknown };
    if (typeof payload !== 'string') return 'it has no payload: it is not an object of the S3 destination';
    const { Records } = (JSON.parse(payload) ?? {}) as { readonly Records?: unknown };
    if (!Array.isArray(Records)) return 'its payload has no Records';
    const records = Records.map(recordOf);
    const valid = records.filter((record) => record !== undefined);
    return valid.length === records.length ? valid : 'a record of its payload has no data';
  } catch (error) {
    return reasonOf(error);
  }
}

function recordOf(value: unknown): ReplayedRecord | undefined {
  const { kinesis } = (value ?? {}) as { readonly kinesis?: unknown };
  const { data, sequenceNumber } = (kinesis ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof data !== 'string' || typeof sequenceNumber !== 'string') return undefined;
  return { sequenceNumber, data: Buffer.from(data, 'base64') };
}
