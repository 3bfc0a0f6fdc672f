import { ACCOUNT } from '../account.ts';
import { openRecordedExecutions, type RecordedExecutions } from '../stepfunctions/index.ts';

/**
 * Opens the executions that runtimes of this machine have recorded in a data folder; undefined if there are none.
 *
 * @throws StoreUnusable, StoreFormatUnknown, JsonFileCorrupted
 */
export function openRecorded(
  dataFolder: string,
  warn: (message: string) => void,
): Promise<RecordedExecutions | undefined> {
  return openRecordedExecutions({ dataFolder, warn, ...ACCOUNT });
}
