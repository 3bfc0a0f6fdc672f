import type { DescribeExecutionOutput } from '@aws-sdk/client-sfn';
import { DEFAULT_FEED } from '../../events/feeds.ts';
import { overtakenBy } from '../../events/progress.ts';
import { coversOpenWindow } from '../../events/run-scope.ts';
import type { ClaimItem, Feed } from '../../events/types.ts';
import { conformsTo } from '../../events/validate.ts';
import { CREDITS_PER_TITLE } from '../../tasks/shared/watchmode/credits.ts';
import { nameOf } from '../aws/arns.ts';
import { Interrupted } from '../errors.ts';
import { ProgressTables } from '../feeds/progress-tables.ts';
import { isError } from '../native-error.ts';
import { formatMoment } from '../format/moment.ts';
import { counted } from '../format/plural.ts';
import type { RedrivePlan } from './redrive-execution.ts';

/** The description of a run by Step Functions. */
export type DescribedRun = Pick<
  DescribeExecutionOutput,
  'executionArn' | 'stateMachineArn' | 'startDate' | 'input'
>;

/**
 * The claim of the execution that has overtaken a run: it has claimed the open window of the run's feed since the run
 * started. A redrive would fetch titles that the other run fetches as well.
 *
 * @param warn - told when it cannot be found out, which must keep nobody from a redrive
 * @returns null when no execution has, when it cannot be found out, and for a run of another state machine
 */
export async function findOvertaker(
  tables: ProgressTables,
  { executionArn = '', stateMachineArn = '', startDate, input }: DescribedRun,
  warn: (message: string) => void,
): Promise<ClaimItem | null> {
  const feed = openFeedOf(input);
  if (feed === null || startDate === undefined) return null;
  try {
    const found = await tables.tryUse(stateMachineArn, async ({ progress }) =>
      overtakenBy({ executionArn, startedAt: startDate.toISOString() }, await progress.readClaim(feed)),
    );
    return found?.result ?? null;
  } catch (error) {
    if (error instanceof Interrupted || !isError(error)) throw error;
    warn(`whether another run has overtaken ${nameOf(executionArn)} cannot be looked up: ${error.message}`);
    return null;
  }
}

/** The same for one run alone, if it can be redriven at all. */
export async function overtakerOf(
  run: DescribeExecutionOutput,
  { sfn, io }: Pick<ProgressTables, 'sfn' | 'io'>,
  warn: (message: string) => void,
): Promise<ClaimItem | null> {
  if (run.redriveStatus !== 'REDRIVABLE') return null;
  const tables = new ProgressTables(sfn, io);
  try {
    return await findOvertaker(tables, run, warn);
  } finally {
    await tables.close();
  }
}

/** The feed of a run over the open window; null for another run. */
function openFeedOf(text: string | undefined): Feed | null {
  const input: unknown = JSON.parse(text ?? '{}');
  if (conformsTo('ScheduledEvent', input)) return DEFAULT_FEED;
  if (!conformsTo('ExecutionInput', input)) return null;
  // Regions of its own are taken for the deployment's: nothing here knows those.
  return coversOpenWindow(input, input.regions ?? []) ? (input.feed ?? DEFAULT_FEED) : null;
}

/** The titles that a redrive would fetch. */
export type RedriveFacts = Pick<RedrivePlan, 'fetchesTitles' | 'titles'>;

/**
 * The maximum number of credits that a redrive of an overtaken run spends on titles that the other run buys as well;
 * null where the titles are not counted.
 */
export function creditsTwice({ fetchesTitles, titles }: RedriveFacts): number | null {
  if (!fetchesTitles) return 0;
  return titles === undefined ? null : titles.unfinished * CREDITS_PER_TITLE;
}

/** `nightly has claimed the open window since, at 2026-11-24 06:10:00Z`. */
export function describeOvertaking({ executionArn, claimedAt }: ClaimItem): string {
  return `${nameOf(executionArn)} has claimed its open window since, at ${formatMoment(new Date(claimedAt))}`;
}

/** The run that has overtaken another, and the cost of the titles that a redrive would buy twice, in words. */
export function describeOvertaker(claim: ClaimItem, plan: RedriveFacts): string {
  return `overtaken: ${describeOvertaking(claim)}. ${describeTwice(plan)}`;
}

function describeTwice(plan: RedriveFacts): string {
  const credits = creditsTwice(plan);
  if (credits === 0) return 'A redrive buys nothing twice.';
  if (credits === null || plan.titles === undefined) return 'A redrive may buy titles twice.';
  return `A redrive may buy ${counted(plan.titles.unfinished, 'title', 'titles')} twice, for at most ${counted(credits, 'credit', 'credits')}.`;
}
