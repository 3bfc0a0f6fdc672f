import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ACCOUNT } from '../account.ts';
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
  const path = join(dataFolder, 'progress');
  if (!existsSync(path)) return undefined;
  return startDynamodb({
    ...{ path, ...ACCOUNT, warn, clock: new RealClock(), random: systemRandom },
    onDefect: (error) => warn(`the local DynamoDB: ${messageOf(error)}`),
  });
}
