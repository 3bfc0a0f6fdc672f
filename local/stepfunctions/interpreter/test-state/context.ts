import type { State } from '../definition/model.ts';
import { UNNAMED } from '../definition/single-state.ts';
import { isoTime } from '../execution/context.ts';
import type { EngineContext } from '../execution/run.ts';
import type { JsonObject } from '../json.ts';
import type { Payload } from '../payload.ts';
import type { ExecutionRecord } from '../records.ts';

/** Creates the record of a fictitious Express execution for a state that runs alone. */
export function testRecord(
  { arns }: Pick<EngineContext, 'arns'>,
  machineName: string,
  name: string,
  input: string,
  startDate: number,
): ExecutionRecord {
  return {
    executionArn: arns.expressExecution(machineName, name),
    name,
    stateMachineArn: arns.stateMachine(machineName),
    snapshotId: '',
    type: 'EXPRESS',
    status: 'RUNNING',
    startDate,
    input,
    redriveCount: 0,
  };
}

/** Creates the default Context object of TestState, as recorded on AWS: without RedriveCount. */
export function testContext(
  { executionArn, name, stateMachineArn, startDate }: ExecutionRecord,
  machineName: string,
  visit: {
    readonly input: Payload;
    readonly state: State;
    readonly retryCount: number;
    readonly roleArn: string | undefined;
  },
): JsonObject {
  const { input, state, retryCount, roleArn = null } = visit;
  return {
    Execution: {
      Id: executionArn,
      Input: input.value,
      Name: name,
      RoleArn: roleArn,
      StartTime: isoTime(startDate),
    },
    StateMachine: { Id: stateMachineArn, Name: machineName },
    State: {
      // Also if the state has another name in its state machine.
      Name: UNNAMED,
      EnteredTime: isoTime(startDate),
      ...('retry' in state ? { RetryCount: retryCount } : {}),
    },
  };
}
