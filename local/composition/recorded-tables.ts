import { existsSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ACCOUNT } from '../account.ts';
import { checkFiles } from '../dynamodb/file-digests.ts';
import { startDynamodb, type LocalDynamodb } from '../dynamodb/server.ts';
import { messageOf, RealClock, systemRandom } from '../stepfunctions/index.ts';

/**
 * Opens the tables that runtimes of this machine have kept in a data folder, on a free port; undefined if there are none.
 *
 * @throws DynamodbFolderUnusable if another process has them open, DynamodbFileDamaged, DynamodbPortUnusable
 */
export async function openRecordedTables(
  dataFolder: string,
  warn: (message: string) => void,
): Promise<LocalDynamodb | undefined> {
  const path = folderOfTables(dataFolder);
  return path === undefined ? undefined : startOn(path, warn);
}

/**
 * Opens a copy of these tables, so that no file of the data folder changes: LevelDB writes when it opens. Closing removes
 * the copy. Undefined if there are none.
 *
 * @throws DynamodbFileDamaged, DynamodbPortUnusable
 */
export async function openCopyOfTables(
  dataFolder: string,
  warn: (message: string) => void,
): Promise<LocalDynamodb | undefined> {
  const path = folderOfTables(dataFolder);
  if (path === undefined) return undefined;
  // Here, so that the error names the file of the data folder and not that of the copy.
  await checkFiles(path);
  const copy = await mkdtemp(join(tmpdir(), 'tvguide-'));
  const remove = () => rm(copy, { recursive: true, force: true });
  try {
    await cp(path, copy, { recursive: true });
    const dynamodb = await startOn(copy, warn);
    const close = async () => {
      try {
        await dynamodb.close();
      } finally {
        await remove();
      }
    };
    return { ...dynamodb, close };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Returns the folder of the tables; undefined if there are none. */
function folderOfTables(dataFolder: string): string | undefined {
  const path = join(dataFolder, 'progress');
  return existsSync(path) ? path : undefined;
}

function startOn(path: string, warn: (message: string) => void): Promise<LocalDynamodb> {
  return startDynamodb({
    ...{ path, ...ACCOUNT, warn, clock: new RealClock(), random: systemRandom },
    onDefect: (error) => warn(`the local DynamoDB: ${messageOf(error)}`),
  });
}
