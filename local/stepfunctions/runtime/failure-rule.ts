import { snapshotOf, type StateMachine } from '../api/state-machines/state-machine.ts';
import { nodeHash } from '../adapters/hash.ts';
import type { Engine } from '../interpreter/engine-api.ts';
import type { EngineObserver } from '../interpreter/ports.ts';
import type { ExecutionRecord } from '../interpreter/records.ts';
import { ServiceError } from '../interpreter/service-errors.ts';

/** The maximum length of an execution name. */
const MAX_NAME_LENGTH = 80;
/** The maximum number of interrupted executions to redrive at startup. */
const PAGE = 100;

export interface FailureTarget {
  readonly engine: Engine;
  /** The state machine to watch. */
  readonly sourceArn: string;
  /** The state machine to start for each failed execution. */
  readonly target: StateMachine;
  /** Returns true to resume an interrupted execution of the target. `definition` is that of the failed execution. */
  readonly resumes: (definition: string) => boolean;
}

/**
 * A local EventBridge rule: starts the target for each execution of the source that ends as FAILED or TIMED_OUT, with
 * the `detail` of the event as its input.
 *
 * On AWS, executions of the target survive every client. Here, {@link open} redrives those that the end of an earlier
 * process interrupted.
 * @example
 * const rule = new FailureRule(warn);
 * const { engine } = await startStepFunctions({ dataFolder, region, accountId, warn, observer: rule.observer });
 * await rule.open({ engine, sourceArn, target, resumes: () => true });
 */
export class FailureRule {
  readonly #warn: (message: string) => void;
  readonly #starting = new Set<Promise<void>>();
  /** Executions that ended before the rule was opened, during recovery of the store. */
  readonly #early: ExecutionRecord[] = [];
  #to: FailureTarget | undefined;

  constructor(warn: (message: string) => void) {
    this.#warn = warn;
  }

  /** The observer to pass to the engine. */
  readonly observer: EngineObserver = {
    onExecution: (record) => {
      if (record.status !== 'FAILED' && record.status !== 'TIMED_OUT') return;
      if (this.#to === undefined) this.#early.push(record);
      else this.#deliver(record, this.#to);
    },
  };

  /** Resumes interrupted executions and begins to start new ones. Call it once. */
  async open(to: FailureTarget): Promise<void> {
    await this.#resume(to);
    this.#to = to;
    for (const record of this.#early.splice(0)) this.#deliver(record, to);
  }

  /** Waits for starts in progress. Call it before you close the engine. */
  async close(): Promise<void> {
    await Promise.all(this.#starting);
  }

  #deliver(record: ExecutionRecord, to: FailureTarget): void {
    // Child executions have the labelled ARN.
    if (record.stateMachineArn !== to.sourceArn) return;
    const starting = this.#start(record, to).finally(() => this.#starting.delete(starting));
    this.#starting.add(starting);
  }

  async #start(record: ExecutionRecord, { engine, target }: FailureTarget): Promise<void> {
    try {
      await engine.startExecution({
        stateMachine: snapshotOf(target),
        name: nameFor(record),
        input: JSON.stringify(detailOf(record)),
      });
    } catch (error) {
      // The same failure was delivered before.
      if (error instanceof ServiceError && error.name === 'ExecutionAlreadyExists') return;
      this.#warn(`could not start ${target.name} for ${record.name}: ${String(error)}`);
    }
  }

  async #resume({ engine, target, resumes }: FailureTarget): Promise<void> {
    const { items } = await engine.listExecutions({
      stateMachineArn: target.stateMachineArn,
      status: 'RUNNING',
      limit: PAGE,
    });
    for (const { record, interrupted } of items) {
      const { executionArn, name } = record;
      if (!interrupted) continue;
      const definition = await definitionOf(engine, watchedIn(record));
      if (definition === undefined || !resumes(definition)) continue;
      await engine
        .redriveExecution({ executionArn })
        .catch((error: unknown) =>
          this.#warn(`could not resume ${name} of ${target.name}: ${String(error)}`),
        );
    }
  }
}

/** Returns the ARN of the failed execution that an execution of the target handles. */
function watchedIn({ input }: ExecutionRecord): string {
  const { executionArn = '' } = JSON.parse(input) as { readonly executionArn?: string };
  return executionArn;
}

/** Returns the definition of an execution, or undefined if the execution has been removed. */
async function definitionOf(engine: Engine, executionArn: string): Promise<string | undefined> {
  try {
    return (await engine.definitionForExecution(executionArn)).definition;
  } catch (error) {
    if (error instanceof ServiceError && error.name === 'ExecutionDoesNotExist') return undefined;
    throw error;
  }
}

/** Derives a name from the execution and its redrive count, so that each failure is handled once. */
function nameFor({ name, executionArn, redriveCount }: ExecutionRecord): string {
  const suffix = `-failure-${redriveCount + 1}`;
  if (name.length + suffix.length <= MAX_NAME_LENGTH) return name + suffix;
  const digest = nodeHash(executionArn, 'SHA-256').slice(0, 8);
  return `${name.slice(0, MAX_NAME_LENGTH - suffix.length - digest.length - 1)}-${digest}${suffix}`;
}

/** Returns the `detail` of EventBridge's event. EventBridge omits large inputs; this rule omits all. */
function detailOf(record: ExecutionRecord): Readonly<Record<string, unknown>> {
  const { executionArn, stateMachineArn, name, status, startDate, stopDate, redriveCount } = record;
  return {
    executionArn,
    stateMachineArn,
    name,
    status,
    startDate,
    stopDate,
    redriveCount,
    input: null,
    inputDetails: { included: false },
    error: record.error ?? null,
    cause: record.cause ?? null,
  };
}
