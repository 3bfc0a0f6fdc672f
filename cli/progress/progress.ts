import type { DescribeExecutionOutput } from '@aws-sdk/client-sfn';
import type { Visit } from '../../operate/run/state-visits.ts';
import type { TitleCounts } from './map-run-counts.ts';

/** What is known of an execution at a moment. */
export interface Progress {
  /** The states that were entered, in that order; those inside of a Map or Parallel state have a parent. */
  readonly visits: readonly Visit[];
  /** Nothing more will come. */
  readonly ended: boolean;
  /** When the execution started or was last redriven, and when it ended, in epoch milliseconds. */
  readonly startedAt: number | undefined;
  readonly endedAt: number | undefined;
  /** The titles of the last Map Run. */
  readonly titles: TitleCounts | undefined;
  readonly retries: Retries;
  /** How many children of Map Runs retries were looked for in; undefined: in all of them. */
  readonly childrenLookedInto: number | undefined;
}

/** How often attempts were repeated, by the error that made it necessary. */
export interface Retries {
  /** In the execution itself. */
  readonly own: ReadonlyMap<string, number>;
  /** In the children of its Map Runs. */
  readonly children: ReadonlyMap<string, number>;
}

/** Where the progress of one execution comes from. */
export interface ProgressFeed {
  /** Waits until there may be something new, and gives what is known then. The first call does not wait. */
  next(): Promise<Progress>;
  /** What Step Functions says of the execution, to be asked once it has ended. */
  describe(): Promise<DescribeExecutionOutput>;
}

/** The states of the execution itself, without those inside of a Map or Parallel state. */
export function outerVisits({ visits }: Progress): readonly Visit[] {
  return visits.filter(({ parent }) => parent === undefined);
}
