import type { ExecutionStatus } from '@aws-sdk/client-sfn';

/** The statuses that Step Functions can filter executions by. Loads no SDK, for the declarations of commands. */
export const EXECUTION_STATUSES: readonly ExecutionStatus[] = [
  'RUNNING',
  'SUCCEEDED',
  'FAILED',
  'TIMED_OUT',
  'ABORTED',
  'PENDING_REDRIVE',
];

/** The status of an execution as it is shown: INTERRUPTED is a RUNNING one whose process has ended. */
export type ShownStatus = ExecutionStatus | 'INTERRUPTED';
