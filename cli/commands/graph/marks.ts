import { DescribeMapRunCommand, type ExecutionStatus } from '@aws-sdk/client-sfn';
import { executionsOf, UNSUCCESSFUL } from '../../../operate/aws/executions.ts';
import { readHistory } from '../../../operate/aws/history.ts';
import type { StepFunctions } from '../../../operate/aws/step-functions.ts';
import { itemCountsOf } from '../../../operate/run/item-counts.ts';
import { reduceHistory } from '../../../operate/run/reduce-history.ts';
import { graver, type StateVisit, statusOf } from '../../../operate/run/state-visit.ts';
import type { StateMark } from './mermaid.ts';

/** One child of a Map Run is read for each of these statuses. Together they cover every state. */
const SAMPLED: readonly ExecutionStatus[] = [...UNSUCCESSFUL, 'RUNNING', 'SUCCEEDED'];

/** Marks each state of an execution with its outcome; inside Map Runs, from one child per status. */
export async function markStates(
  sfn: StepFunctions,
  executionArn: string,
  executionRuns: boolean,
): Promise<Map<string, StateMark>> {
  const marks = new Map<string, StateMark>();
  const visits = await visitsOf(sfn, executionArn);
  addVisits(marks, visits, executionRuns);
  for (const { name, mapRunArn } of visits) {
    if (mapRunArn === undefined) continue;
    for (const statusFilter of SAMPLED) {
      for await (const child of executionsOf(sfn, { mapRunArn, statusFilter }, 1)) {
        addVisits(
          marks,
          await visitsOf(sfn, child.executionArn ?? ''),
          executionRuns && statusFilter === 'RUNNING',
        );
        break;
      }
    }
    const { itemCounts } = await sfn.client.send(new DescribeMapRunCommand({ mapRunArn }));
    const titles = itemCountsOf(itemCounts);
    const mark = marks.get(name)?.mark ?? 'running';
    const failed = titles.failed === 0 ? '' : `, ${titles.failed} failed`;
    marks.set(name, { mark, note: `${titles.succeeded} of ${titles.total} titles${failed}` });
  }
  return marks;
}

async function visitsOf(sfn: StepFunctions, executionArn: string): Promise<readonly StateVisit[]> {
  return reduceHistory(await readHistory(sfn, executionArn)).visits;
}

function addVisits(
  marks: Map<string, StateMark>,
  visits: readonly StateVisit[],
  executionRuns: boolean,
): void {
  for (const visit of visits) {
    const mark = graver(marks.get(visit.name)?.mark, statusOf(visit, executionRuns));
    marks.set(visit.name, { mark });
  }
}
