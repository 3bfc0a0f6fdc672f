import type { ExecutionQuery, Page } from '../../interpreter/ports.ts';
import type { ExecutionStatus } from '../../interpreter/records.ts';
import type { Catalogue } from './catalogue.ts';
import type { ExecutionLogs } from './execution-logs.ts';

/** An execution that matches a query. */
interface Match {
  readonly log: number;
  /** The number of the execution in the log. */
  readonly number: number;
  readonly executionArn: string;
  readonly startDate: number;
}

interface Candidate {
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly mapRunArn?: string;
  readonly status: ExecutionStatus;
  readonly startDate: number;
  readonly redriven: boolean;
}

/** Finds a page of executions, newest first. Opens only logs that may hold matches. */
export function listMatches(query: ExecutionQuery, catalogue: Catalogue, logs: ExecutionLogs): Page<Match> {
  const matches = [...topLevelMatches(query, catalogue), ...childMatches(query, catalogue, logs)];
  matches.sort(newestFirst);
  const start =
    query.after === undefined ? 0 : matches.findIndex((match) => isBehind(match, query.after ?? ''));
  if (start < 0) return { items: [] };
  const items = matches.slice(start, start + query.limit);
  const last = items.at(-1);
  return last !== undefined && start + query.limit < matches.length
    ? { items, next: cursorOf(last) }
    : { items };
}

function* topLevelMatches(query: ExecutionQuery, catalogue: Catalogue): Iterable<Match> {
  if (query.mapRunArn !== undefined) return;
  for (const summary of catalogue.summaries) {
    if (matchesQuery(summary, query)) yield { ...summary, number: 0 };
  }
}

function* childMatches(query: ExecutionQuery, catalogue: Catalogue, logs: ExecutionLogs): Iterable<Match> {
  for (const log of logsWithChildren(query, catalogue)) {
    for (const [number, entry] of logs.log(log).executions.entries()) {
      if (number === 0 || entry.executionArn === '' || !matchesQuery(entry, query)) continue;
      yield { log, number, executionArn: entry.executionArn, startDate: entry.startDate };
    }
  }
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

function matchesQuery(candidate: Candidate, query: ExecutionQuery): boolean {
  return (
    (query.stateMachineArn === undefined || candidate.stateMachineArn === query.stateMachineArn) &&
    (query.mapRunArn === undefined || candidate.mapRunArn === query.mapRunArn) &&
    (query.status === undefined || candidate.status === query.status) &&
    (query.redriven === undefined || candidate.redriven === query.redriven)
  );
}

function newestFirst(left: Match, right: Match): number {
  return right.startDate - left.startDate || right.log - left.log || right.number - left.number;
}

/** Encodes the last execution of a page, so that executions started meanwhile do not shift the next page. */
function cursorOf({ startDate, log, number }: Match): string {
  return `${startDate}.${log}.${number}`;
}

function isBehind(match: Match, cursor: string): boolean {
  const [startDate = 0, log = 0, number = 0] = cursor.split('.').map(Number);
  return newestFirst({ startDate, log, number, executionArn: '' }, match) < 0;
}
