import type { ExecutionStatus } from '@aws-sdk/client-sfn';
import { executionsOf } from '../aws/executions.ts';
import type { StepFunctions } from '../aws/step-functions.ts';
import type { Io } from '../io.ts';
import { agesFor } from './ages.ts';
import type { RunFollower, RunScope } from './run-follower.ts';
import { ExecutionSource, type RunSource } from './run-source.ts';

/** The maximum number of histories in memory. The least recently used is removed first. */
const KEPT = 400;
/** The maximum number of events in memory, over all histories. */
const KEPT_EVENTS = 400_000;

/**
 * A cache of runs.
 * @example const runs = new RunCache(sfn, io, (source, arn) => new RunFollower(source, arn)); await runs.get(arn)
 */
export class RunCache<Run extends RunFollower> {
  protected readonly runs = new Map<string, Run>();

  /** @param open creates a run from its source */
  constructor(
    readonly sfn: StepFunctions,
    readonly io: Pick<Io, 'monotonic'>,
    readonly open: (source: RunSource, arn: string) => Run,
  ) {}

  /** Returns a run, refreshed unless it is recent. */
  async get(arn: string, scope: RunScope = 'all'): Promise<Run> {
    const run = this.runs.get(arn) ?? this.open(new ExecutionSource(this.sfn, arn), arn);
    // The most recently used run is last.
    this.runs.delete(arn);
    this.runs.set(arn, run);
    const ages = agesFor(this.sfn);
    const isKnown = run.description.status !== undefined;
    await run
      .refresh(this.io.monotonic(), isKnown && !run.running ? ages.ended : ages.run, scope)
      .catch((error: unknown) => {
        // Events that were read are kept, and the next call continues.
        if (run.description.status === undefined) this.runs.delete(arn);
        throw error;
      });
    this.#forget(arn);
    return run;
  }

  /** Lists the newest children of a Map Run with a status. */
  async childrenOf(mapRunArn: string, statusFilter: ExecutionStatus, most: number): Promise<string[]> {
    const arns: string[] = [];
    for await (const { executionArn = '' } of executionsOf(this.sfn, { mapRunArn, statusFilter }, most)) {
      arns.push(executionArn);
      if (arns.length === most) break;
    }
    return arns;
  }

  /** Makes the next call read a run, after a change to it. */
  wake(arn: string): void {
    this.runs.get(arn)?.expire();
  }

  #forget(current: string): void {
    let events = [...this.runs.values()].reduce((sum, run) => sum + run.events.length, 0);
    for (const [arn, run] of this.runs) {
      if (this.runs.size <= KEPT && events <= KEPT_EVENTS) return;
      // A file cannot be read again.
      if (arn === current || run.source.imported) continue;
      events -= run.events.length;
      this.runs.delete(arn);
    }
  }
}
