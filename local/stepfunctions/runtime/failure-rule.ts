import { snapshotOf, type StateMachine } from '../api/state-machines/state-machine.ts';
import { nodeHash } from '../adapters/hash.ts';
import type { Engine } from '../interpreter/engine-api.ts';
import type { EngineObserver } from '../interpreter/ports.ts';
import type { ExecutionRecord } from '../interpreter/records.ts';
import { ServiceError } from '../interpreter/service-errors.ts';

/** The longest name of an execution. */
const MAX_NAME_LENGTH = 80;
/** Interrupted executions that are looked for at once. */
const PAGE = 100;

export interface FailureTarget {
  readonly engine: Engine;
  /** Executions of this state machine are watched. */
  readonly sourceArn: string;
  /** What is started for each of them that fails. */
  readonly target: StateMachine;
  /**
   * Tells if an execution of the target that an earlier process left behind is to go on, by the definition of the
   * execution that it is about.
   */
  readonly resumes: (definition: string) => boolean;
}

/**
 * Starts a state machine for each execution of another that ends as FAILED or TIMED_OUT, with the detail of the event
 * that EventBridge would send: what a rule does on AWS.
 *
 * On AWS, an execution that the rule has started outlives every client. Here, {@link open} redrives those that the end of
 * an earlier process has interrupted.
 *
 * @example
 * const rule = new FailureRule(warn);
 * const { engine } = await startStepFunctions({ dataFolder, region, accountId, warn, observer: rule.observer });
 * await rule.open({ engine, sourceArn, target, resumes: () => true });
 */
export class FailureRule {
  readonly #warn: (message: string) => void;
  readonly #starting = new Set<Promise<void>>();
  /** Ends that came to light before the rule was opened, when the store was recovered. */
  readonly #early: ExecutionRecord[] = [];
  #to: FailureTarget | undefined;

  constructor(warn: (message: string) => void) {
    this.#warn = warn;
  }

  /** Watches the engine. */
  readonly observer: EngineObserver = {
    onExecution: (record) => {
      if (record.status !== 'FAILED' && record.status !== 'TIMED_OUT') return;
      if (this.#to === undefined) this.#early.push(record);
      else this.#deliver(record, this.#to);
    },
  };

  /** Begins to start executions. To be called once. */
  async open(to: FailureTarget): Promise<void> {
    await this.#resume(to);
    this.#to = to;
    for (const record of this.#early.splice(0)) this.#deliver(record, to);
  }

  /** Waits for what is being started. To be called before the engine is closed. */
  async close(): Promise<void> {
    await Promise.all(this.#starting);
  }

  #deliver(record: ExecutionRecord, to: FailureTarget): void {
    // Children of a Map Run carry the labelled ARN.
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
          this.#warn(`could not go on with ${name} of ${target.name}: ${String(error)}`),
        );
    }
  }
}

/** The execution that one of the target is about. */
function watchedIn({ input }: ExecutionRecord): string {
  const { executionArn = '' } = JSON.parse(input) as { readonly executionArn?: string };
  return executionArn;
}

/** The definition of an execution; undefined when the store does not hold it any more. */
async function definitionOf(engine: Engine, executionArn: string): Promise<string | undefined> {
  try {
    return (await engine.definitionForExecution(executionArn)).definition;
  } catch (error) {
    if (error instanceof ServiceError && error.name === 'ExecutionDoesNotExist') return undefined;
    throw error;
  }
}

/** Says which failure of which run: the same failure gets the same name. */
function nameFor({ name, executionArn, redriveCount }: ExecutionRecord): string {
  const suffix = `-failure-${redriveCount + 1}`;
  if (name.length + suffix.length <= MAX_NAME_LENGTH) return name + suffix;
  const digest = nodeHash(executionArn, 'SHA-256').slice(0, 8);
  return `${name.slice(0, MAX_NAME_LENGTH - suffix.length - digest.length - 1)}-${digest}${suffix}`;
}

/** EventBridge leaves out an input that is too large. Here it always is: whoever wants it can ask for it. */
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
