import type { DescribeExecutionOutput } from '@aws-sdk/client-sfn';

type Description = Pick<DescribeExecutionOutput, 'status' | 'redriveStatus'>;

/**
 * Returns true if the process that ran the execution has ended. This happens only on this machine: the execution stays
 * RUNNING, and unlike a running one it can be redriven.
 * @example isInterrupted({ status: 'RUNNING', redriveStatus: 'REDRIVABLE' }) // true
 */
export function isInterrupted({ status, redriveStatus }: Description): boolean {
  return (status === 'RUNNING' || status === 'PENDING_REDRIVE') && redriveStatus === 'REDRIVABLE';
}

/**
 * Returns true if the execution is running. An interrupted execution is not.
 * @example isRunning({ status: 'RUNNING', redriveStatus: 'NOT_REDRIVABLE' }) // true
 */
export function isRunning(description: Description): boolean {
  const { status } = description;
  return (status === 'RUNNING' || status === 'PENDING_REDRIVE') && !isInterrupted(description);
}

/**
 * Returns the status to display. An interrupted execution is INTERRUPTED, not RUNNING.
 * @example statusFor({ status: 'RUNNING', redriveStatus: 'REDRIVABLE' }) // 'INTERRUPTED'
 */
export function statusFor(description: Description): string {
  return isInterrupted(description) ? 'INTERRUPTED' : (description.status ?? '');
}
