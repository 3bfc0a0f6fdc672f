import type { ExecutionDescription } from '../../../../../local/stepfunctions/interpreter/engine-api.ts';
import type {
  ExecutionRecord,
  MapRunRecord,
} from '../../../../../local/stepfunctions/interpreter/records.ts';
import type { Harness } from '../../../../../local/stepfunctions/testing.ts';

/** The last Map Run of an execution. */
export async function mapRunOf(harness: Harness, record: ExecutionRecord): Promise<MapRunRecord> {
  const { items } = await harness.engine.listMapRuns(record.executionArn, 10);
  return items.at(-1)!;
}

/** The children of the last Map Run of an execution, in the order of their items. */
export async function childrenOf(
  harness: Harness,
  record: ExecutionRecord,
): Promise<readonly ExecutionDescription[]> {
  const { mapRunArn } = await mapRunOf(harness, record);
  const { items } = await harness.engine.listExecutions({ mapRunArn, limit: 1000 });
  return [...items].sort((a, b) => a.record.child!.childIndex - b.record.child!.childIndex);
}
