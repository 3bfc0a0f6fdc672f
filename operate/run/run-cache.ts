import type { ExecutionStatus } from '@aws-sdk/client-sfn';
import { executionsOf } from '../aws/executions.ts';
import type { StepFunctions } from '../aws/step-functions.ts';
import type { Io } from '../io.ts';
import { agesFor } from './ages.ts';
import type { RunFollower, RunScope } from './run-follower.ts';
import { ExecutionSource, type RunSource } from './run-source.ts';

/** The number of histories kept in memory. The one that was not looked at for longest goes first. */
const KEPT = 400;
/** The number of events kept of all of them together. */
const KEPT_EVENTS = 400_000;

/** Executions that were looked at, each read once. */
export class RunCache<Run extends RunFollower> {
  protected readonly runs = new Map<string, Run>();

  /** @param open makes a run of the source that it is read from */
  constructor(
    readonly sfn: StepFunctions,
    readonly io: Pick<Io, 'monotonic'>,
    readonly open: (source: RunSource, arn: string) => Run,
  ) {}

  /** A run as it is now, or was a moment ago. */
  async get(arn: string, scope: RunScope = 'all'): Promise<Run> {
    const run = this.runs.get(arn) ?? this.open(new ExecutionSource(this.sfn, arn), arn);
    // The one that was asked for last stands last.
    this.runs.delete(arn);
    this.runs.set(arn, run);
    const ages = agesFor(this.sfn);
    const isKnown = run.description.status !== undefined;
    await run
      .refresh(this.io.monotonic(), isKnown && !run.running ? ages.ended : ages.run, scope)
      .catch((error: unknown) => {
        // What was read of it until then is kept: the next look goes on.
        if (run.description.status === undefined) this.runs.delete(arn);
        throw error;
      });
    this.#forget(arn);
    return run;
  }

  /** The newest children of a Map Run that have a status. */
  async childrenOf(mapRunArn: string, statusFilter: ExecutionStatus, most: number): Promise<string[]> {
    const arns: string[] = [];
    for await (const { executionArn = '' } of executionsOf(this.sfn, { mapRunArn, statusFilter }, most)) {
      arns.push(executionArn);
      if (arns.length === most) break;
    }
    return arns;
  }

  /** Has the next look read a run: something was done to it. */
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
