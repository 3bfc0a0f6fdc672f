import { DescribeExecutionCommand } from '@aws-sdk/client-sfn';
import { omitUndefined } from '../../events/omit-undefined.ts';
import type { Feed } from '../../events/types.ts';
import { conformsTo } from '../../events/validate.ts';
import { nameOf, type StateMachineArn } from '../../workflow/arns.ts';
import { executionsOf } from '../aws/executions.ts';
import { isRunning } from '../aws/interrupted.ts';
import type { StepFunctions } from '../aws/step-functions.ts';
import type { OwnFeed } from './own-feed.ts';

/** A running execution that fetches waiting titles of a feed. */
export interface RunAtWork {
  readonly name: string;
  readonly feed: Feed;
  /** The titles that its input names; null for a run that fetches the waiting titles of its feed. */
  readonly titleIds: ReadonlySet<number> | null;
}

/**
 * Finds the running executions that fetch waiting titles. Dry runs, plans, runs over a window and interrupted runs do not.
 * @example const running = await findRunsAtWork(sfn, stateMachineArn, ownFeed)
 */
export async function findRunsAtWork(
  sfn: StepFunctions,
  stateMachineArn: StateMachineArn,
  ownFeed: OwnFeed,
): Promise<readonly RunAtWork[]> {
  const found: RunAtWork[] = [];
  for await (const { executionArn } of executionsOf(sfn, { stateMachineArn, statusFilter: 'RUNNING' })) {
    const description = await sfn.client.send(new DescribeExecutionCommand({ executionArn }));
    const scope = isRunning(description) ? scopeOf(JSON.parse(description.input ?? '{}')) : null;
    if (scope === null) continue;
    const { feed = await ownFeed(stateMachineArn), titleIds } = scope;
    found.push({ name: nameOf(executionArn ?? ''), feed, titleIds });
  }
  return found;
}

/** Returns what a run fetches of the waiting titles; null for nothing. */
function scopeOf(input: unknown): (Pick<RunAtWork, 'titleIds'> & Partial<Pick<RunAtWork, 'feed'>>) | null {
  if (conformsTo('ScheduledEvent', input)) return { titleIds: null };
  if (!conformsTo('ExecutionInput', input)) return null;
  const { feed, titleIds, window, types, dryRun = false, plan = false } = input;
  if (dryRun || plan || window !== undefined || types !== undefined) return null;
  return { ...omitUndefined({ feed }), titleIds: titleIds === undefined ? null : new Set(titleIds) };
}
