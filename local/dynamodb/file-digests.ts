import { createHash } from 'node:crypto';
import { open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hasErrorCode, isObject, parseJson, replaceFile } from '../stepfunctions/files.ts';

/** A file of the local DynamoDB has changed since it was written: by an edit, or by a failing disk. */
export class DynamodbFileDamaged extends Error {
  override readonly name = 'DynamodbFileDamaged';
  readonly path: string;

  constructor(path: string, cause?: unknown) {
    super(
      `${path} is damaged: move its folder away to start with a new one, or remove ${DIGESTS} there to use it as it is`,
      { cause },
    );
    this.path = path;
  }
}

const DIGESTS = 'digests.json';
/** LevelDB's tables, which never change, and its logs, which only grow. */
const DATA = /\.(ldb|log)$/;

interface Digest {
  readonly bytes: number;
  /** SHA-256 of the first `bytes` bytes. */
  readonly sha256: string;
}

/**
 * Writes the digests of LevelDB's files to disk. LevelDB reads tables without verifying their checksums, so it would
 * return corrupted items.
 */
export async function noteFiles(folder: string): Promise<void> {
  const digests: Record<string, Digest> = {};
  for (const name of (await readdir(folder)).filter((one) => DATA.test(one)).sort()) {
    const content = await readSynced(join(folder, name));
    if (content !== undefined) digests[name] = { bytes: content.length, sha256: sha256(content) };
  }
  await replaceFile(join(folder, DIGESTS), `${JSON.stringify(digests)}\n`);
}

/**
 * Compares the files with the last digests. Skips files written since then, and files that compaction has removed.
 *
 * @throws DynamodbFileDamaged
 */
export async function checkFiles(folder: string): Promise<void> {
  for (const [name, { bytes, sha256: expected }] of Object.entries(await readDigests(folder))) {
    const path = join(folder, name);
    const content = await readOrUndefined(path);
    if (content !== undefined && sha256(content.subarray(0, bytes)) !== expected) {
      throw new DynamodbFileDamaged(path);
    }
  }
}

async function readDigests(folder: string): Promise<Readonly<Record<string, Digest>>> {
  const path = join(folder, DIGESTS);
  const content = await readOrUndefined(path);
  if (content === undefined) return {};
  try {
    const digests = parseJson(content.toString('utf8'));
    if (isObject(digests)) return digests as unknown as Readonly<Record<string, Digest>>;
  } catch (error) {
    throw new DynamodbFileDamaged(path, error);
  }
  throw new DynamodbFileDamaged(path);
}

function readOrUndefined(path: string): Promise<Buffer | undefined> {
  return undefinedWhenMissing(readFile(path));
}

/** Syncs and reads a file. Returns undefined if it is missing: compaction may remove files at any time. */
async function readSynced(path: string): Promise<Buffer | undefined> {
  const file = await undefinedWhenMissing(open(path, 'r+'));
  try {
    await file?.sync();
    return await file?.readFile();
  } finally {
    await file?.close();
  }
}

async function undefinedWhenMissing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function sha256(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
