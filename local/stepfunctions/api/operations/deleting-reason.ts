import type { ExecutionRecord } from '../../interpreter/records.ts';
import type { StateMachines } from '../state-machines/registry.ts';

/** Returns the reason why an execution of a state machine that is being deleted cannot be redriven. */
export async function deletingReason(
  { stateMachineArn }: ExecutionRecord,
  stateMachines: StateMachines,
): Promise<string | undefined> {
  // A child execution has the labelled ARN of its state machine.
  const machine = await stateMachines.find(stateMachineArn.replace(/\/[^/]*$/, ''));
  return machine?.status === 'DELETING' ? 'State machine is in DELETING status' : undefined;
}
