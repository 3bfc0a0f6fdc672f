import { createHash } from 'node:crypto';
import { open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hasErrorCode, isObject, parseJson, replaceFile } from '../stepfunctions/files.ts';

/** A file of the local DynamoDB has changed since it was written: it was edited, or the disk is failing. */
export class DynamodbFileDamaged extends Error {
  override readonly name = 'DynamodbFileDamaged';
  readonly path: string;

  constructor(path: string, cause?: unknown) {
    super(
      `${path} is damaged: move its folder away to begin a new one, or remove ${DIGESTS} there to go on with what it holds`,
      { cause },
    );
    this.path = path;
  }
}

const DIGESTS = 'digests.json';
/** Tables of items, which never change, and the log of the last writes, which only grows. */
const DATA = /\.(ldb|log)$/;

interface Digest {
  readonly bytes: number;
  /** SHA-256 of so many bytes. */
  readonly sha256: string;
}

/**
 * Notes the digests of the files of LevelDB, and makes them durable. LevelDB itself reads a table without a look at its
 * checksums, so that a flipped bit would pass for an item.
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
 * Compares the files with the last noted digests. Files that were written since then have no digest, and files that
 * LevelDB has merged into others are gone.
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

/**
 * The content of a file once it is on the disk. LevelDB may remove a file at any time after it has merged it into
 * others.
 */
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
