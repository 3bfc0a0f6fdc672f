import type { DescribeExecutionOutput } from '@aws-sdk/client-sfn';
import { overtakenBy } from '../../events/progress.ts';
import { coversOpenWindow } from '../../events/run-scope.ts';
import type { ClaimItem, Feed } from '../../events/types.ts';
import { conformsTo } from '../../events/validate.ts';
import { nameOf } from '../../workflow/arns.ts';
import { Interrupted } from '../errors.ts';
import type { OwnFeed } from '../feeds/own-feed.ts';
import type { ProgressTables } from '../feeds/progress-tables.ts';
import { isError } from '../native-error.ts';
import { formatMoment } from '../format/moment.ts';

/** The description of a run by Step Functions. */
type DescribedRun = Pick<
  DescribeExecutionOutput,
  'executionArn' | 'stateMachineArn' | 'startDate' | 'input' | 'redriveStatus'
>;

/** The claim of the execution that has overtaken a run, or the reason that it cannot be looked up. */
export interface Overtaking {
  readonly claim: ClaimItem | null;
  readonly problem: string | null;
}

const NOT_OVERTAKEN: Overtaking = { claim: null, problem: null };

/**
 * Finds the execution that has overtaken a run: it has claimed the open window of the run's feed since the run started.
 * A redrive would fetch titles that the other run fetches as well. A run that cannot be redriven, or is of another
 * state machine, counts as not overtaken.
 */
export async function findOvertaker(
  tables: ProgressTables,
  { executionArn = '', stateMachineArn = '', startDate, input, redriveStatus }: DescribedRun,
  ownFeed: OwnFeed,
): Promise<Overtaking> {
  if (redriveStatus !== 'REDRIVABLE' || startDate === undefined) return NOT_OVERTAKEN;
  try {
    const feed = await openFeedOf(input, () => ownFeed(stateMachineArn));
    if (feed === null) return NOT_OVERTAKEN;
    const found = await tables.tryUse(stateMachineArn, async ({ progress }) =>
      overtakenBy({ executionArn, startedAt: startDate.toISOString() }, await progress.readClaim(feed)),
    );
    return { claim: found?.result ?? null, problem: null };
  } catch (error) {
    // A redrive must remain possible without the progress table.
    if (error instanceof Interrupted || !isError(error)) throw error;
    const problem = `cannot look up if another run has overtaken ${nameOf(executionArn)}: ${error.message}`;
    return { claim: null, problem };
  }
}

/** Returns the feed of a run over the open window; null for other runs. */
async function openFeedOf(text: string | undefined, ownFeed: () => Promise<Feed>): Promise<Feed | null> {
  const input: unknown = JSON.parse(text ?? '{}');
  if (conformsTo('ScheduledEvent', input)) return ownFeed();
  if (!conformsTo('ExecutionInput', input)) return null;
  // The regions of the deployment are not known here, so those of the input are assumed to be the same.
  const feed = input.feed ?? (await ownFeed());
  return coversOpenWindow(input, input.regions ?? [], feed) ? feed : null;
}

/**
 * Describes the claim of the run that has overtaken another one.
 * @example describeOvertaking(claim) // 'nightly has claimed its open window since, at 2026-11-24 06:10:00Z'
 */
export function describeOvertaking({ executionArn, claimedAt }: ClaimItem): string {
  return `${nameOf(executionArn)} has claimed its open window since, at ${formatMoment(new Date(claimedAt))}`;
}
