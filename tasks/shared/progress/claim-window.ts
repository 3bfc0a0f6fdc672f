import type { ClaimItem } from '../../../events/types.ts';
import { ProgressUnavailable } from '../errors/progress-errors.ts';
import type { ProgressTable } from './progress-table.ts';

/** Reads executions of the state machine. */
export interface Executions {
  /**
   * Returns true if an execution is working: it is RUNNING, and its process has not died.
   *
   * @throws ProgressUnavailable if Step Functions does not answer
   */
  isAtWork(executionArn: string): Promise<boolean>;
  /**
   * Returns true if an execution has ended without success, or if its process has died.
   *
   * @throws ProgressUnavailable if Step Functions does not answer
   */
  hasFailed(executionArn: string): Promise<boolean>;
}

/** The maximum number of attempts if other runs change the claim at the same time. */
const MAX_ATTEMPTS = 5;

/**
 * Claims the open window of a feed for an execution if there is no claim, if the execution has it already, or if its
 * holder is no longer working.
 *
 * @returns null if the claim is granted; otherwise the claim of the working execution
 * @throws ProgressUnavailable if the claim changes on every attempt
 */
export async function claimWindow(
  claim: ClaimItem,
  {
    progress,
    executions,
  }: { readonly progress: ProgressTable; readonly executions: Pick<Executions, 'isAtWork'> },
): Promise<ClaimItem | null> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const found = await progress.readClaim(claim.feed);
    if (found?.executionArn === claim.executionArn) return null;
    if (found !== null && (await executions.isAtWork(found.executionArn))) return found;
    if (await progress.put(claim, found)) return null;
  }
  throw new ProgressUnavailable(`claim of ${claim.feed}`, 'other runs change it at the same time');
}
