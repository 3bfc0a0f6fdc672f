import type { DescribeMapRunOutput, ExecutionStatus } from '@aws-sdk/client-sfn';
import { isError } from '../native-error.ts';
import { agesFor } from './ages.ts';
import type { RunCache } from './run-cache.ts';
import type { RunFollower } from './run-follower.ts';
import { sumOfRetries } from './sum-of-retries.ts';

/**
 * The maximum number of failed, of aborted, of running and of succeeded children to read. Each child takes two requests,
 * which AWS limits.
 */
const LOOKED_INTO = { local: 40, aws: 5 };

/**
 * Reads a sample of the children of a Map Run. The parent's history does not contain their states and retries, and all
 * children would take thousands of requests.
 * @example const sampler = new ChildSampler(runs); await sampler.look(mapRun); const { retries } = sampler
 */
export class ChildSampler<Run extends RunFollower> {
  /** The last sample; undefined before the first. */
  sample: readonly Run[] | undefined;
  /** True if there were more running children than the last sample has. */
  isPartial = false;
  /** The retries of each child that was ever read. */
  readonly #retries = new Map<string, ReadonlyMap<string, number>>();
  /** Children that were running in the last sample. They are read again after their end. */
  #watched: readonly string[] = [];
  #looking: Promise<void> | undefined;
  #glancing: Promise<void> = Promise.resolve();
  #failure: Error | undefined;
  #lookedAt = -Infinity;
  /** The description of the Map Run at the last complete sample, as JSON. */
  #seen = '';

  constructor(readonly runs: RunCache<Run>) {}

  /** The number of children that were ever read. */
  get lookedInto(): number {
    return this.#retries.size;
  }

  /** The number of their retries, by error. */
  get retries(): ReadonlyMap<string, number> {
    return sumOfRetries(this.#retries.values());
  }

  /**
   * Returns the last sample, and starts to update it unless it is recent.
   *
   * @throws the error of the last update, once
   */
  glance(mapRun: DescribeMapRunOutput): readonly Run[] | undefined {
    this.#glancing = this.look(mapRun).catch((error: unknown) => {
      this.#failure = isError(error) ? error : new Error(String(error));
    });
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure !== undefined) throw failure;
    return this.sample;
  }

  /** Resolves when the update of the last {@link glance} has ended. */
  get settled(): Promise<void> {
    return this.#glancing;
  }

  /** Updates the sample, unless it is recent. */
  async look(mapRun: DescribeMapRunOutput): Promise<void> {
    const text = JSON.stringify(mapRun);
    const now = this.runs.io.monotonic();
    const mayHaveChanged = mapRun.status === 'RUNNING' || text !== this.#seen;
    const isDue = this.#looking === undefined && now - this.#lookedAt >= agesFor(this.runs.sfn).children;
    if (mayHaveChanged && isDue) {
      this.#lookedAt = now;
      this.#looking = this.#look(mapRun)
        .then((isWhole) => {
          if (isWhole) this.#seen = text;
        })
        .finally(() => (this.#looking = undefined));
    }
    await this.#looking;
  }

  /** Resolves to false if lists or answers were too old to show all failed or running children. */
  async #look({ mapRunArn = '', status, executionCounts }: DescribeMapRunOutput): Promise<boolean> {
    const most = this.runs.sfn.target.isLocal ? LOOKED_INTO.local : LOOKED_INTO.aws;
    const { failed = 0, timedOut = 0, aborted = 0, running = 0, succeeded = 0 } = executionCounts ?? {};
    const list = (statusFilter: ExecutionStatus, count: number) =>
      count === 0 ? Promise.resolve([]) : this.runs.childrenOf(mapRunArn, statusFilter, most);
    const [bad, late, stopped, busy] = await Promise.all([
      list('FAILED', failed),
      list('TIMED_OUT', timedOut),
      list('ABORTED', aborted),
      list('RUNNING', running),
    ]);
    // Children that ran in the last sample take no more requests once they have succeeded.
    const before = this.#watched.filter((arn) => !busy.includes(arn)).slice(-most);
    const good = before.length + busy.length === 0 ? await list('SUCCEEDED', succeeded) : before;
    this.#watched = [...good, ...busy];
    const arns = [...new Set([...bad, ...late, ...stopped, ...this.#watched])];
    const sample = await Promise.all(arns.map((arn) => this.runs.get(arn)));
    for (const { arn, history } of sample) this.#retries.set(arn, history.retries);
    this.sample = sample;
    this.isPartial = busy.length === most && running > most;
    const isLate = status !== 'RUNNING' && sample.some((child) => child.running);
    return !isLate && (failed === 0 || bad.length > 0) && (timedOut === 0 || late.length > 0);
  }
}
