import { ACCOUNT } from '../account.ts';
import { nameOf } from '../../workflow/arns.ts';
import { PLAIN_NAMES } from '../../workflow/names.ts';
import {
  openRecordedExecutions,
  openStore,
  RealClock,
  type RecordedExecutions,
} from '../stepfunctions/index.ts';

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

/** The number of executions that are read at once. */
const PAGE = 1_000;

/**
 * Lists the names of the runs that were recorded in a data folder, the newest start first. Changes no file.
 *
 * @throws StoreUnusable, StoreFormatUnknown
 */
export async function runsNewestFirst(
  dataFolder: string,
  warn: (message: string) => void,
): Promise<string[]> {
  const { region, accountId } = ACCOUNT;
  const stateMachineArn = `arn:aws:states:${region}:${accountId}:stateMachine:${PLAIN_NAMES.stateMachine}`;
  const store = openStore({ dataFolder, clock: new RealClock(), warn, isReadOnly: true });
  try {
    const names: string[] = [];
    for (let after: string | undefined, isFirst = true; isFirst || after !== undefined; isFirst = false) {
      const query = { stateMachineArn, limit: PAGE, ...(after === undefined ? {} : { after }) };
      const { items, next } = await store.listFacts(query);
      names.push(...items.map(({ executionArn }) => nameOf(executionArn)));
      after = next;
    }
    return names;
  } finally {
    await store.close();
  }
}
