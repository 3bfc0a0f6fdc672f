import type { DescribeMapRunOutput, ExecutionStatus } from '@aws-sdk/client-sfn';
import { agesFor } from './ages.ts';
import type { RunCache } from './run-cache.ts';
import type { RunFollower } from './run-follower.ts';
import { sumOfRetries } from './sum-of-retries.ts';

/**
 * The number of children that are looked into of those that failed, of those that run, and of those that succeeded. No
 * request tells the states of all children: each takes two, which AWS counts.
 */
const LOOKED_INTO = { local: 40, aws: 5 };

/**
 * Looks into some of the children of a Map Run. The parent's history says nothing of their states and retries, and to
 * read all of them would cost thousands of requests.
 */
export class ChildSampler<Run extends RunFollower> {
  /** The children that the last look went into; undefined before the first. */
  sample: readonly Run[] | undefined;
  /** The retries of each child that was ever looked into. */
  readonly #retries = new Map<string, ReadonlyMap<string, number>>();
  /** Children that were running when they were looked into: they say something after their end, too. */
  #watched: readonly string[] = [];
  #looking: Promise<void> | undefined;
  #lookedAt = -Infinity;
  /** The Map Run whose children were seen as they are. */
  #seen = '';

  constructor(readonly runs: RunCache<Run>) {}

  /** The number of children that were ever looked into. */
  get lookedInto(): number {
    return this.#retries.size;
  }

  /** The number of retries in those, by error. */
  get retries(): ReadonlyMap<string, number> {
    return sumOfRetries(this.#retries.values());
  }

  /** Resolves when the children that there are now are known, or were known a moment ago. */
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

  /** Resolves to false if lists or answers were too old to show all that failed or ran. */
  async #look({ mapRunArn = '', status, executionCounts }: DescribeMapRunOutput): Promise<boolean> {
    const most = this.runs.sfn.target.isLocal ? LOOKED_INTO.local : LOOKED_INTO.aws;
    const { failed = 0, timedOut = 0, running = 0, succeeded = 0 } = executionCounts ?? {};
    const list = (statusFilter: ExecutionStatus, count: number) =>
      count === 0 ? Promise.resolve([]) : this.runs.childrenOf(mapRunArn, statusFilter, most);
    const [bad, late, busy] = await Promise.all([
      list('FAILED', failed),
      list('TIMED_OUT', timedOut),
      list('RUNNING', running),
    ]);
    // Those that ran a moment ago cost nothing more once they have succeeded.
    const before = this.#watched.filter((arn) => !busy.includes(arn)).slice(-most);
    const good = before.length + busy.length === 0 ? await list('SUCCEEDED', succeeded) : before;
    this.#watched = [...good, ...busy];
    const arns = [...new Set([...bad, ...late, ...this.#watched])];
    const sample = await Promise.all(arns.map((arn) => this.runs.get(arn)));
    for (const { arn, history } of sample) this.#retries.set(arn, history.retries);
    this.sample = sample;
    const isLate = status !== 'RUNNING' && sample.some((child) => child.running);
    return !isLate && (failed === 0 || bad.length > 0) && (timedOut === 0 || late.length > 0);
  }
}
