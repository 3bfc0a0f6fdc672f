import {
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  DescribeMapRunCommand,
  type HistoryEvent,
} from '@aws-sdk/client-sfn';
import type { ClaimItem } from '../../events/types.ts';
import { conformsTo } from '../../events/validate.ts';
import { CREDITS_PER_TITLE } from '../../events/credits.ts';
import { nameOf } from '../../workflow/arns.ts';
import { executionsOf } from '../aws/executions.ts';
import { type HistoryReader, historyReader } from '../aws/history.ts';
import { isRunning, statusFor } from '../aws/interrupted.ts';
import type { StepFunctions } from '../aws/step-functions.ts';
import { OperationError } from '../errors.ts';
import type { OwnFeed } from '../feeds/own-feed.ts';
import type { ProgressTables } from '../feeds/progress-tables.ts';
import { counted } from '../format/plural.ts';
import { mapInParallel } from '../parallel.ts';
import { countDepartures } from '../run/departures.ts';
import { reduceHistory } from '../run/reduce-history.ts';
import { titlesIn } from '../run/titles-in.ts';
import { describeOvertaking, findOvertaker } from './find-overtaker.ts';

/** The titles and child executions of a Map Run: the total, and the number that a redrive runs again. */
interface MapRunPreview {
  readonly children: { readonly again: number; readonly total: number };
  /** `kept` titles have an outcome that a redrive keeps. Titles that left a service are not fetched, and not counted. */
  readonly titles: { readonly again: number; readonly total: number; readonly kept: number };
  /** The maximum number of credits for the titles that are fetched again. */
  readonly credits: number;
  /** True if some children were not read, so that fewer titles may be fetched again. */
  readonly isEstimate: boolean;
}

/** The effect of a redrive, and its cost. */
export interface RedrivePreview {
  readonly executionArn: string;
  readonly status: string;
  readonly redriveCount: number;
  /** The reason that it cannot be redriven; null if it can. */
  readonly refusal: string | null;
  /** The states that run again. */
  readonly states: readonly string[];
  /** Null before the Map Run is started, and for an execution that succeeded or is running. */
  readonly mapRun: MapRunPreview | null;
  /** The claim of the run that has overtaken this one. */
  readonly overtaker: ClaimItem | null;
  /** The reason that the overtaker cannot be looked up. */
  readonly overtakerProblem: string | null;
  /** The maximum number of credits for what the overtaker buys as well; null if that is not counted. */
  readonly creditsTwice: number | null;
  /** The description of the execution by Step Functions. */
  readonly description: DescribeExecutionOutput;
}

/** The maximum number of children to read. Titles of the others count as fetched again. */
const LOOKED_INTO = { local: 250, aws: 20 };
/** The number of children that are read at once. */
const AT_ONCE = 8;

/**
 * Determines if an execution can be redriven, the states and titles that would run again, and the maximum cost.
 * @example
 * const preview = await withProgressTables(sfn, io, (tables) => redrivePreview(sfn, tables, executionArn, { ownFeed }));
 * if (preview.refusal === null) printer.note(describeRedrive(preview));
 */
export async function redrivePreview(
  sfn: StepFunctions,
  tables: ProgressTables,
  executionArn: string,
  { ownFeed, read = historyReader(sfn) }: { readonly ownFeed: OwnFeed; readonly read?: HistoryReader },
): Promise<RedrivePreview> {
  const description = await sfn.client.send(new DescribeExecutionCommand({ executionArn }));
  const { redriveCount = 0 } = description;
  const status = statusFor(description);
  const refusal = await refusalOf(sfn, description);
  const known = { executionArn, status, redriveCount, refusal, description };
  const nothing = { states: [], mapRun: null, overtaker: null, overtakerProblem: null, creditsTwice: 0 };
  if (status === 'SUCCEEDED' || isRunning(description)) return { ...known, ...nothing };
  const { visits } = reduceHistory(await read(executionArn));
  const own = visits.filter(({ parent }) => parent === undefined);
  const open = own.filter(({ exitedAt }) => exitedAt === undefined);
  const { mapRunArn, input } = own.findLast((visit) => visit.mapRunArn !== undefined) ?? {};
  const mapRun =
    mapRunArn === undefined
      ? null
      : await mapRunPreview(sfn, read, { mapRunArn, departures: countDepartures(input) }, description.error);
  if (refusal !== null) return { ...known, ...nothing, mapRun };
  const { claim, problem } = await findOvertaker(tables, description, ownFeed);
  // A listing that runs again respects the claim, so it lists no title twice. But a sweep buys all its pages again.
  const isUnknown = open.some(({ type }) => type === 'Map') || claim?.feed === 'catalogue';
  const credits = mapRun?.credits ?? (isUnknown ? null : 0);
  return {
    ...known,
    states: open.map(({ name }) => name),
    mapRun,
    overtaker: claim,
    overtakerProblem: problem,
    creditsTwice: claim === null ? 0 : credits,
  };
}

async function refusalOf(
  sfn: StepFunctions,
  { status, redriveStatus, redriveStatusReason, mapRunArn }: DescribeExecutionOutput,
): Promise<string | null> {
  if (redriveStatus === 'REDRIVABLE') return null;
  if (redriveStatus === 'REDRIVABLE_BY_MAP_RUN' && mapRunArn !== undefined) {
    const { executionArn = '' } = await sfn.client.send(new DescribeMapRunCommand({ mapRunArn }));
    return `it is a child of a Map Run: redrive its parent ${nameOf(executionArn)}`;
  }
  // AWS ends most reasons with what the readers of a refusal know.
  return redriveStatusReason?.replace(/ and cannot be redriven$/, '') ?? `it is ${status ?? 'in this state'}`;
}

/** The errors of an execution after which a redrive starts another Map Run, with all children. */
const STARTS_ANEW = ['States.DataLimitExceeded', 'States.Runtime'];

/**
 * Starts from the counts of the Map Run and reads the unsuccessful children. A Map Run counts a title as succeeded only
 * if its whole child succeeded, but a redrive also keeps titles that an unsuccessful child has fetched.
 */
async function mapRunPreview(
  sfn: StepFunctions,
  read: HistoryReader,
  { mapRunArn, departures }: { readonly mapRunArn: string; readonly departures: number },
  error = '',
): Promise<MapRunPreview> {
  const { itemCounts, executionCounts } = await sfn.client.send(new DescribeMapRunCommand({ mapRunArn }));
  const { total: items = 0, succeeded = 0 } = itemCounts ?? {};
  const total = Math.max(0, items - departures);
  const { total: children = 0 } = executionCounts ?? {};
  const previewOf = (kept: number, childrenKept: number, isEstimate: boolean): MapRunPreview => ({
    children: { again: children - childrenKept, total: children },
    titles: { again: total - kept, total, kept },
    credits: (total - kept) * CREDITS_PER_TITLE,
    isEstimate,
  });
  if (STARTS_ANEW.includes(error)) return previewOf(0, 0, false);
  const unsuccessful: string[] = [];
  for await (const { executionArn, status } of executionsOf(sfn, { mapRunArn })) {
    if (executionArn !== undefined && status !== 'SUCCEEDED') unsuccessful.push(executionArn);
  }
  const lookedInto = unsuccessful.slice(0, sfn.target.isLocal ? LOOKED_INTO.local : LOOKED_INTO.aws);
  const childCounts = await mapInParallel(lookedInto, AT_ONCE, async (child) =>
    countsOfChild(await read(child)),
  );
  const isEstimate = unsuccessful.length > lookedInto.length;
  const sumOf = (what: keyof ChildCounts) => childCounts.reduce((sum, counts) => sum + counts[what], 0);
  // Departures are the last items, so items that are in no child yet are departures first.
  const inNoChild = isEstimate ? 0 : Math.max(0, items - succeeded - sumOf('items'));
  const departuresDone = Math.max(0, departures - sumOf('departures') - inNoChild);
  const kept = Math.max(0, succeeded - departuresDone) + sumOf('settled');
  return previewOf(Math.min(total, kept), executionCounts?.succeeded ?? 0, isEstimate);
}

/** The items of a child: all, titles with a final outcome, and titles that left a service, which are not fetched. */
interface ChildCounts {
  readonly items: number;
  readonly settled: number;
  readonly departures: number;
}

/** Counts the items of a child. Unanswered titles are fetched again, so they are not settled. */
function countsOfChild(events: readonly HistoryEvent[]): ChildCounts {
  const settled = new Set<number>();
  const input = events[0]?.executionStartedEventDetails?.input;
  for (const { stateExitedEventDetails } of events) {
    const { output } = stateExitedEventDetails ?? {};
    // Most outputs are something else, and a search is cheaper than parsing.
    if (output?.includes('"outcome"') !== true) continue;
    const value: unknown = JSON.parse(output);
    if (conformsTo('TitleOutcome', value) && value.outcome !== 'unanswered') settled.add(value.titleId);
  }
  return { items: titlesIn(input).length, settled: settled.size, departures: countDepartures(input) };
}

/**
 * @throws OperationError with the reason, if the execution cannot be redriven
 * @example ensureRedrivable(preview); await redriveExecution(sfn, { executionArn, redriveCount: 0 })
 */
export function ensureRedrivable({ executionArn, refusal }: RedrivePreview): void {
  if (refusal === null) return;
  throw new OperationError(`${nameOf(executionArn)} cannot be redriven: ${refusal}`);
}

/**
 * Describes the effect of a redrive.
 * @example describeRedrive(preview) // 'nightly is FAILED. A redrive runs Ingest titles again, and fetches 552 of …'
 */
export function describeRedrive({ executionArn, status, states, mapRun }: RedrivePreview): string {
  const what = states.length === 0 ? 'the state that did not end' : states.join(', ');
  const titles = mapRun === null ? '' : `, and ${describeCost(mapRun)}`;
  return `${nameOf(executionArn)} is ${status}. A redrive runs ${what} again${titles}. What succeeded is not repeated.`;
}

/**
 * Describes the cost of a redrive.
 * @example describeCost(mapRun) // 'fetches 552 of 600 titles, for at most 1104 credits'
 */
export function describeCost({ titles: { again, total }, credits, isEstimate }: MapRunPreview): string {
  const titles = `${isEstimate ? 'at most ' : ''}${again} of ${counted(total, 'title', 'titles')}`;
  return `fetches ${titles}, for at most ${counted(credits, 'credit', 'credits')}`;
}

/**
 * Describes the cost of a redrive, and the part of it for titles that the overtaking run buys as well.
 * @example describeRedriveCost({ mapRun: null, creditsTwice: null }) // 'fetches all titles of the listing'
 */
export function describeRedriveCost({
  mapRun,
  creditsTwice,
}: Pick<RedrivePreview, 'mapRun' | 'creditsTwice'>): string {
  if (mapRun === null) return 'fetches all titles of the listing';
  const cost = describeCost(mapRun);
  return creditsTwice === null || creditsTwice === 0
    ? cost
    : `${cost}, ${creditsTwice} of them for titles that the other run buys as well`;
}

/**
 * Returns the warnings before a redrive: another run has overtaken this one, or that cannot be looked up.
 * @example for (const warning of redriveWarnings(preview)) printer.warn(warning)
 */
export function redriveWarnings({
  overtaker,
  overtakerProblem,
  creditsTwice,
  mapRun,
}: RedrivePreview): string[] {
  if (overtakerProblem !== null) return [overtakerProblem];
  if (overtaker === null) return [];
  const overtaking = `overtaken: ${describeOvertaking(overtaker)}.`;
  if (overtaker.feed === 'catalogue' && mapRun === null)
    return [`${overtaking} A redrive may sweep again, and buy all pages.`];
  if (creditsTwice === 0) return [`${overtaking} A redrive buys nothing twice.`];
  if (creditsTwice === null || mapRun === null) return [`${overtaking} A redrive may buy titles twice.`];
  const titles = counted(mapRun.titles.again, 'title', 'titles');
  return [
    `${overtaking} A redrive may buy ${titles} twice, for at most ${counted(creditsTwice, 'credit', 'credits')}.`,
  ];
}
