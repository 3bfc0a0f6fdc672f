import type { ItemCounts } from '../../operate/run/item-counts.ts';
import type { RunFollower } from '../../operate/run/run-follower.ts';
import type { StateVisit } from '../../operate/run/state-visit.ts';

/** The progress of an execution at a moment. */
export interface Progress {
  /** The states in the order of entry. States inside a Map or Parallel state have a parent. */
  readonly visits: readonly StateVisit[];
  /** True once the execution has ended. */
  readonly ended: boolean;
  /** The start or last redrive of the execution, and its end, in epoch milliseconds. */
  readonly startedAt: number | undefined;
  readonly endedAt: number | undefined;
  /** The titles of the last Map Run. */
  readonly titles: ItemCounts | undefined;
  /** The number of retries in the execution itself, by the error that caused them. */
  readonly retries: ReadonlyMap<string, number>;
  readonly children: ChildRetries;
}

/** The retries in the children of Map Runs. */
export interface ChildRetries {
  readonly retries: ReadonlyMap<string, number>;
  /** The number of children that were read; undefined for all. */
  readonly lookedInto: number | undefined;
}

/** Returns the progress of a run. */
export function progressOf(run: RunFollower, children: ChildRetries): Progress {
  const { startDate, redriveDate, stopDate } = run.description;
  return {
    visits: run.visits,
    ended: run.settled,
    startedAt: (redriveDate ?? startDate)?.getTime(),
    endedAt: run.running ? undefined : stopDate?.getTime(),
    titles: run.titleCounts,
    retries: run.history.retries,
    children,
  };
}

/** Returns the states that are not inside a Map or Parallel state. */
export function outerVisits({ visits }: Progress): readonly StateVisit[] {
  return visits.filter(({ parent }) => parent === undefined);
}
