import type { ExecutionQuery, Page } from '../../interpreter/ports.ts';
import type { ExecutionStatus } from '../../interpreter/records.ts';
import type { Catalogue } from './catalogue.ts';
import type { ExecutionLogs } from './execution-logs.ts';
import type { ExecutionEntry } from './log-index.ts';

/** An execution that matches a query. */
interface Match {
  readonly log: number;
  /** The number of the execution in the log. */
  readonly number: number;
  readonly executionArn: string;
  readonly startDate: number;
  /** The entry of a child execution in the index of the log. */
  readonly entry?: ExecutionEntry;
}

interface Candidate {
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly mapRunArn?: string;
  readonly status: ExecutionStatus;
}

/** Finds a page of executions, newest first. Opens only logs that may hold matches. */
export function listMatches(query: ExecutionQuery, catalogue: Catalogue, logs: ExecutionLogs): Page<Match> {
  const behind = query.after === undefined ? undefined : placeOf(query.after);
  const matches: Match[] = [];
  const note = (match: Match): void => {
    if (behind === undefined || newestFirst(behind, match) < 0) matches.push(match);
  };
  if (query.mapRunArn === undefined) {
    for (const summary of catalogue.summaries)
      if (matchesQuery(summary, summary.redriven, query)) note({ ...summary, number: 0 });
  }
  for (const log of logsWithChildren(query, catalogue)) {
    const { executions } = logs.log(log);
    // Most executions started in the order of their numbers, so that little is left to sort.
    for (let number = executions.length - 1; number > 0; number -= 1) {
      const entry = executions[number];
      if (entry === undefined || entry.executionArn === '') continue;
      const { executionArn, startDate, redriveCount } = entry;
      if (matchesQuery(entry, redriveCount > 0, query)) note({ log, number, executionArn, startDate, entry });
    }
  }
  const items = matches.sort(newestFirst).slice(0, query.limit);
  const last = items.at(-1);
  return last !== undefined && matches.length > query.limit ? { items, next: cursorOf(last) } : { items };
}

function logsWithChildren(query: ExecutionQuery, catalogue: Catalogue): readonly number[] {
  if (query.mapRunArn !== undefined) {
    const log = catalogue.logOfMapRun(query.mapRunArn);
    return log === undefined ? [] : [log];
  }
  if (query.stateMachineArn !== undefined) return catalogue.logsOfLabelledMachine(query.stateMachineArn);
  const onlyOpen = query.status === 'RUNNING' || query.status === 'PENDING_REDRIVE';
  return [...catalogue.summaries].filter(({ open }) => open || !onlyOpen).map(({ log }) => log);
}

function matchesQuery(candidate: Candidate, redriven: boolean, query: ExecutionQuery): boolean {
  return (
    (query.stateMachineArn === undefined || candidate.stateMachineArn === query.stateMachineArn) &&
    (query.mapRunArn === undefined || candidate.mapRunArn === query.mapRunArn) &&
    (query.status === undefined || candidate.status === query.status) &&
    (query.redriven === undefined || redriven === query.redriven)
  );
}

/** The place of an execution in a list. */
type Place = Pick<Match, 'startDate' | 'log' | 'number'>;

function newestFirst(left: Place, right: Place): number {
  return right.startDate - left.startDate || right.log - left.log || right.number - left.number;
}

/** Encodes the last execution of a page, so that executions started meanwhile do not shift the next page. */
function cursorOf({ startDate, log, number }: Place): string {
  return `${startDate}.${log}.${number}`;
}

function placeOf(cursor: string): Place {
  const [startDate = 0, log = 0, number = 0] = cursor.split('.').map(Number);
  return { startDate, log, number };
}
