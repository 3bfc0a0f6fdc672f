import type { ExecutionRecord } from '../../interpreter/records.ts';
import type { StateMachines } from '../state-machines/registry.ts';

/** Why an execution cannot be redriven although it could by itself: its state machine is being deleted. */
export async function deletingReason(
  { stateMachineArn }: ExecutionRecord,
  stateMachines: StateMachines,
): Promise<string | undefined> {
  // A child has the labelled ARN of its state machine.
  const machine = await stateMachines.find(stateMachineArn.replace(/\/[^/]*$/, ''));
  return machine?.status === 'DELETING' ? 'State machine is in DELETING status' : undefined;
}
