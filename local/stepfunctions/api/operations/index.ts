import { createStateMachine } from './create-state-machine.ts';
import { deleteStateMachine } from './delete-state-machine.ts';
import { describeExecution } from './describe-execution.ts';
import { describeMapRun } from './describe-map-run.ts';
import { describeStateMachine } from './describe-state-machine.ts';
import { describeStateMachineForExecution } from './describe-state-machine-for-execution.ts';
import { getExecutionHistory } from './get-execution-history.ts';
import { listExecutions } from './list-executions.ts';
import { listMapRuns } from './list-map-runs.ts';
import { listStateMachines } from './list-state-machines.ts';
import { listTagsForResource } from './list-tags-for-resource.ts';
import type { Operation } from './operation.ts';
import { redriveExecution } from './redrive-execution.ts';
import { startExecution } from './start-execution.ts';
import { startSyncExecution } from './start-sync-execution.ts';
import { stopExecution } from './stop-execution.ts';
import { tagResource } from './tag-resource.ts';
import { testState } from './test-state.ts';
import { untagResource } from './untag-resource.ts';
import { updateStateMachine } from './update-state-machine.ts';
import { validateStateMachineDefinition } from './validate-state-machine-definition.ts';

/** The operations by name. */
export const operations: ReadonlyMap<string, Operation> = new Map(
  Object.entries({
    CreateStateMachine: createStateMachine,
    DeleteStateMachine: deleteStateMachine,
    DescribeExecution: describeExecution,
    DescribeMapRun: describeMapRun,
    DescribeStateMachine: describeStateMachine,
    DescribeStateMachineForExecution: describeStateMachineForExecution,
    GetExecutionHistory: getExecutionHistory,
    ListExecutions: listExecutions,
    ListMapRuns: listMapRuns,
    ListStateMachines: listStateMachines,
    ListTagsForResource: listTagsForResource,
    RedriveExecution: redriveExecution,
    StartExecution: startExecution,
    StartSyncExecution: startSyncExecution,
    StopExecution: stopExecution,
    TagResource: tagResource,
    TestState: testState,
    UntagResource: untagResource,
    UpdateStateMachine: updateStateMachine,
    ValidateStateMachineDefinition: validateStateMachineDefinition,
  }),
);
