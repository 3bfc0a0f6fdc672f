import type { ClaimItem } from '../../../events/types.ts';
import { ProgressUnavailable } from '../errors/progress-errors.ts';
import type { ProgressTable } from './progress-table.ts';

/** Tells of executions of the state machine. */
export interface Executions {
  /**
   * Tells if an execution is at work: it is RUNNING, and its process has not died.
   *
   * @throws ProgressUnavailable when Step Functions does not answer
   */
  isAtWork(executionArn: string): Promise<boolean>;
}

/** The number of attempts to claim a window that other runs change at the same time. */
const MAX_ATTEMPTS = 5;

/**
 * Claims the open window of a feed for an execution: when nobody has it, when the execution has it already, or when the
 * execution that has it is not at work any more.
 *
 * @returns null when the claim is granted; otherwise the claim of the execution that is at work
 * @throws ProgressUnavailable when the claim changes with every attempt
 */
export async function claimWindow(
  claim: ClaimItem,
  { progress, executions }: { readonly progress: ProgressTable; readonly executions: Executions },
): Promise<ClaimItem | null> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const found = await progress.readClaim(claim.feed);
    if (found?.executionArn === claim.executionArn) return null;
    if (found !== null && (await executions.isAtWork(found.executionArn))) return found;
    if (await progress.put(claim, found)) return null;
  }
  throw new ProgressUnavailable(`claim of ${claim.feed}`, 'other runs change it at the same time');
}
