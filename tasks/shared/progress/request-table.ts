import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { problemOf } from '../errors/problem-of.ts';
import { ProgressUnavailable } from '../errors/progress-errors.ts';

/**
 * Sends a request to the progress table. Rejects with ProgressUnavailable if the table does not answer, and with
 * ConditionalCheckFailedException if the condition of a write failed.
 *
 * @param action - the operation, for example `PutItem`
 */
export async function requestTable<T>(action: string, tableName: string, send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (cause) {
    if (cause instanceof ConditionalCheckFailedException) throw cause;
    throw new ProgressUnavailable(`${action} of ${tableName}`, problemOf(cause), { cause });
  }
}
