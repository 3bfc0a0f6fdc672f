import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { folderBytes, hasErrorCode } from '../../../local/stepfunctions/files.ts';
import { formatBytes } from '../../render/bytes.ts';

/** The size from which a start takes seconds. */
const LARGE_BYTES = 256 * 1024 * 1024;
/** The number of folders that are named. */
const NAMED = 3;

/**
 * Describes a large data folder, which a runtime reads when it starts; undefined for others.
 * @example describeLargeData('.local') // 'reading .local: 1.2 GB (executions 1.1 GB, logs 60.2 MB); ...'
 */
export function describeLargeData(dataFolder: string, largeBytes = LARGE_BYTES): string | undefined {
  const parts = foldersIn(dataFolder)
    .map((name) => ({ name, bytes: folderBytes(join(dataFolder, name)) }))
    .toSorted((a, b) => b.bytes - a.bytes);
  const total = parts.reduce((sum, { bytes }) => sum + bytes, 0);
  if (total < largeBytes) return undefined;
  const named = parts.slice(0, NAMED).filter(({ bytes }) => bytes > 0);
  const list = named.map(({ name, bytes }) => `${name} ${formatBytes(bytes)}`).join(', ');
  return `reading .local: ${formatBytes(total)} (${list}); \`tvguide prune\` removes old executions`;
}

function foldersIn(dataFolder: string): string[] {
  try {
    return readdirSync(dataFolder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
  } catch (error) {
    // Without a folder, there is nothing to read. The runtime reports a folder that cannot be read.
    if (hasErrorCode(error, 'ENOENT') || hasErrorCode(error, 'ENOTDIR') || hasErrorCode(error, 'EACCES')) {
      return [];
    }
    throw error;
  }
}
