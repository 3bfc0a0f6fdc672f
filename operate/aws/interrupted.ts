import type { DescribeExecutionOutput } from '@aws-sdk/client-sfn';

type Description = Pick<DescribeExecutionOutput, 'status' | 'redriveStatus'>;

/**
 * Whether an execution was cut off with the process that ran it. That happens on a laptop only: the execution is
 * RUNNING for ever, and unlike one that does run it can be redriven.
 */
export function isInterrupted({ status, redriveStatus }: Description): boolean {
  return (status === 'RUNNING' || status === 'PENDING_REDRIVE') && redriveStatus === 'REDRIVABLE';
}

/** Whether an execution may still do something by itself. */
export function isRunning(description: Description): boolean {
  const { status } = description;
  return (status === 'RUNNING' || status === 'PENDING_REDRIVE') && !isInterrupted(description);
}

/** An execution's status for people: one that was cut off is no running one. */
export function statusFor(description: Description): string {
  return isInterrupted(description) ? 'INTERRUPTED' : (description.status ?? '');
}
