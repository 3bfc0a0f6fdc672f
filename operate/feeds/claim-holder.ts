import { DescribeExecutionCommand, type SFNClient } from '@aws-sdk/client-sfn';
import type { ClaimItem } from '../../events/types.ts';
import { isRunning, statusFor } from '../aws/interrupted.ts';
import { hasName } from '../native-error.ts';

/** The execution that has a claim. */
export interface ClaimHolder {
  readonly status: string;
  readonly isAtWork: boolean;
}

/**
 * Reads the execution that has a claim; null if Step Functions has deleted it, 90 days after its end.
 * @example (await readHolder(sfn.client, claim))?.isAtWork ?? false
 */
export async function readHolder(
  client: SFNClient,
  { executionArn }: ClaimItem,
): Promise<ClaimHolder | null> {
  try {
    const described = await client.send(new DescribeExecutionCommand({ executionArn }));
    return { status: statusFor(described), isAtWork: isRunning(described) };
  } catch (error) {
    if (hasName(error, 'ExecutionDoesNotExist')) return null;
    throw error;
  }
}
