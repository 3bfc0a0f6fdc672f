import type { JsonValue } from '../../../../../local/stepfunctions/interpreter/json.ts';
import type { Page } from '../../../../../local/stepfunctions/interpreter/ports.ts';
import type { Quotas } from '../../../../../local/stepfunctions/interpreter/quotas.ts';
import type { ExecutionRecord } from '../../../../../local/stepfunctions/interpreter/records.ts';
import {
  Harness,
  machine,
  MemoryStore,
  type FakeFunction,
} from '../../../../../local/stepfunctions/testing.ts';
import { settled } from '../../../../support/settled.ts';

/** A function that does not answer. */
export const never: FakeFunction = () => new Promise(() => undefined);

/** Starts an execution with the function `work`, and closes the engine once nothing more can happen. */
export async function startAndDie(
  definition: object,
  input: JsonValue,
  work: FakeFunction,
  store = new MemoryStore(),
  quotas: Partial<Quotas> = {},
): Promise<{ store: MemoryStore; executionArn: string }> {
  const dying = new Harness({ work }, { store, quotas });
  const { executionArn } = await dying.engine.startExecution({
    stateMachine: machine(definition),
    input: JSON.stringify(input),
  });
  await settled();
  await dying.engine.close();
  return { store, executionArn };
}

/** Statuses of the children of a Map Run, in the order of their items. */
export async function statusesIn(store: MemoryStore, mapRunArn: string): Promise<readonly string[]> {
  const children: ExecutionRecord[] = [];
  let after: string | undefined = '0';
  do {
    const page: Page<ExecutionRecord> = await store.listExecutions({ mapRunArn, limit: 9, after });
    children.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  children.sort((one, other) => one.child!.childIndex - other.child!.childIndex);
  return children.map(({ status }) => status);
}
