import type { Played } from '../play.ts';
import type { Violation } from '../progress-ledger.ts';
import type { World } from '../world.ts';

/** The titles in flight at a stop or at the failure of another batch: two batches of ten. */
const IN_FLIGHT = 20;

const FETCHED = /"titleId":(\d+),"outcome":"fetched"/;

/** Credits: a recorded title is not bought again, and a bought title is recorded unless a failure prevents it. */
export async function checkCredits({ world, failures }: Played): Promise<Violation[]> {
  const violations: Violation[] = [];
  let recorded = 0;
  for (const { executionArn } of world.runs.values()) {
    const fetched = await fetchedIn(world, executionArn);
    const different = new Set(fetched).size;
    if (different !== fetched.length) {
      violations.push(
        `credits: ${fetched.length} answers of ${different} titles are recorded in ${executionArn}`,
      );
    }
    recorded += fetched.length;
  }
  const sold = [...world.watchmode.sold.values()].reduce((sum, times) => sum + times, 0);
  if (sold < recorded) violations.push(`credits: ${recorded} answers are recorded, and ${sold} were sold`);
  const lost = sold - recorded;
  if (lost > failures * IN_FLIGHT) {
    violations.push(`credits: ${lost} answers were bought and not recorded, in ${failures} failures`);
  }
  return violations;
}

/** The titles whose details an execution has recorded, once per record. */
async function fetchedIn(world: World, executionArn: string): Promise<number[]> {
  const found: number[] = [];
  for (const child of await world.children(executionArn)) {
    for (const output of await world.taskOutputs(child.executionArn)) {
      const [, titleId] = FETCHED.exec(output) ?? [];
      if (titleId !== undefined) found.push(Number(titleId));
    }
  }
  return found;
}
