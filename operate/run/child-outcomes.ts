import {
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  type ExecutionListItem,
} from '@aws-sdk/client-sfn';
import { readCause } from '../../events/read-cause.ts';
import type { BatchResult } from '../../events/types.ts';
import { conformsTo } from '../../events/validate.ts';
import type { StepFunctions } from '../aws/step-functions.ts';
import type { Io } from '../io.ts';
import { mapInParallel } from '../parallel.ts';
import { departedTitles } from './departures.ts';
import { titlesIn } from './titles-in.ts';

/** The titles of a child execution of a Map Run, and what became of them. */
export interface ChildOutcome {
  /** Each once. */
  readonly titleIds: readonly number[];
  /** Those of them that left a service. */
  readonly leftIds: readonly number[];
  /** Its output; null before its end, after a failure, and for an output of another form. */
  readonly result: BatchResult | null;
  /** The name and the message of its error; null if it has none. */
  readonly error: string | null;
  readonly message: string | null;
}

/** The number of children that are read at once. */
const AT_ONCE = 8;
/** The maximum number of children that one call reads on AWS, which allows 10 DescribeExecution a second. */
const READ_ON_AWS = 10;
/** The time after which a call on this machine leaves the other children to the next call. */
const LONGEST_MS = 250;
/** The maximum number of outcomes that are kept. The oldest are dropped first. */
const KEPT = 50_000;

/** Statuses by the order in which children are read. */
const FIRST = ['FAILED', 'TIMED_OUT', 'RUNNING', 'PENDING_REDRIVE', 'ABORTED', 'SUCCEEDED'];

/**
 * Reads the outcomes of the children of Map Runs, which their list does not contain. Each takes a request, so that a call
 * reads some, and the next call continues.
 * @example
 * const outcomes = new ChildOutcomes(sfn, io);
 * while (!(await outcomes.read(children)));
 */
export class ChildOutcomes {
  /** Outcomes by ARN, each with what the list said of the child. */
  readonly #known = new Map<string, { readonly mark: string; readonly outcome: ChildOutcome }>();

  constructor(
    readonly sfn: StepFunctions,
    readonly io: Pick<Io, 'monotonic'>,
  ) {}

  /** Returns the last known outcome of a child; undefined if it was not read yet. */
  of({ executionArn = '' }: ExecutionListItem): ChildOutcome | undefined {
    return this.#known.get(executionArn)?.outcome;
  }

  /**
   * Reads new and changed children, those that did not succeed first. Resolves to true if all are known.
   *
   * @param children as ListExecutions returns them
   */
  async read(children: readonly ExecutionListItem[]): Promise<boolean> {
    const unread = children
      .filter((child) => this.#known.get(child.executionArn ?? '')?.mark !== markOf(child))
      .sort((a, b) => rank(a) - rank(b));
    const end = this.io.monotonic() + LONGEST_MS;
    const most = this.sfn.target.isLocal ? unread.length : Math.min(unread.length, READ_ON_AWS);
    let read = 0;
    while (read < most && this.io.monotonic() < end) {
      const next = unread.slice(read, Math.min(read + AT_ONCE, most));
      await mapInParallel(next, AT_ONCE, (child) => this.#read(child));
      read += next.length;
    }
    return read === unread.length;
  }

  async #read({ executionArn = '' }: ExecutionListItem): Promise<void> {
    const described = await this.sfn.client.send(new DescribeExecutionCommand({ executionArn }));
    this.#known.delete(executionArn);
    // The answer may be older or newer than the list. The next call reads again until both are the same.
    this.#known.set(executionArn, { mark: markOf(described), outcome: outcomeOfChild(described) });
    const [oldest] = this.#known.keys();
    if (this.#known.size > KEPT && oldest !== undefined) this.#known.delete(oldest);
  }
}

/**
 * Returns the outcome in the description of a child.
 * @example outcomeOfChild({ input: '{"Items":[9000106]}' }).titleIds // [9000106]
 */
export function outcomeOfChild(described: Partial<DescribeExecutionOutput>): ChildOutcome {
  const { input, output, error, cause } = described;
  const result: unknown = output === undefined ? undefined : JSON.parse(output);
  return {
    titleIds: [...new Set(titlesIn(input))],
    leftIds: [...new Set(departedTitles(input))],
    result: conformsTo('BatchResult', result) ? result : null,
    error: error ?? null,
    message: cause === undefined ? null : readCause(cause).message,
  };
}

function rank({ status = 'RUNNING' }: ExecutionListItem): number {
  return FIRST.indexOf(status);
}

/** Returns what changes when a child ends or is redriven. */
function markOf({ status, redriveCount = 0 }: Pick<ExecutionListItem, 'status' | 'redriveCount'>): string {
  return `${status ?? ''} ${redriveCount}`;
}
