import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createAnswerModels } from '../adapters/answer-models/answer-models.ts';
import { nodeHash } from '../adapters/hash.ts';
import { createEngine } from '../interpreter/engine.ts';
import type { Engine, EngineOptions } from '../interpreter/engine-api.ts';
import { toWireEvent, type WireEvent } from '../interpreter/history/wire-event.ts';
import type { HistoryEvent } from '../interpreter/history/event.ts';
import { parseJson, type JsonValue } from '../interpreter/json.ts';
import type { Clock, Random, TaskCall, TaskInvoker, TaskOutcome } from '../interpreter/ports.ts';
import type { ExecutionRecord, StateMachineSnapshot } from '../interpreter/records.ts';
import { MemoryStore } from './memory-store.ts';
import { testStateRequest, type StateTest, type TestedState } from './state-test.ts';
import { VirtualClock } from './virtual-clock.ts';

const ACCOUNT = { region: 'eu-west-2', accountId: '000000000000' };

/** Creates a {@link VirtualClock}. */
export function virtualClock(start?: number): VirtualClock {
  return new VirtualClock(() => nextTurn(), start);
}

/** Unique ids, and the number 0.5. */
export const steadyRandom: Random = { next: () => 0.5, uuid: () => randomUUID() };

/** The code of a fake function: returns a value, throws a `TaskError`, or waits on the clock. */
export type FakeFunction = (payload: JsonValue, call: TaskCall) => JsonValue | Promise<JsonValue>;

/** A failure of a fake function with an error name. */
export class TaskError extends Error {
  readonly error: string;

  constructor(error: string, cause: string) {
    super(cause);
    this.error = error;
  }
}

/** Creates an invoker of fake functions, for both `lambda:invoke` and function ARNs. */
export function fakeInvoker(functions: Readonly<Record<string, FakeFunction>>): TaskInvoker {
  return {
    refusal: (resource) =>
      resource.kind === 'function' || (resource.kind === 'service' && resource.service === 'lambda')
        ? undefined
        : `The resource ${resource.arn} is not supported`,
    async invoke(call): Promise<TaskOutcome> {
      const given = parseJson(call.arguments) as { FunctionName?: string; Payload?: JsonValue };
      const bare = call.resource.kind === 'function';
      const name = (bare ? call.resource.arn : (given.FunctionName ?? '')).split(':').at(-1) ?? '';
      const run = functions[name];
      if (run === undefined) {
        return {
          status: 'FAILED',
          error: 'Lambda.ResourceNotFoundException',
          cause: `Function not found: ${name}`,
        };
      }
      try {
        const output = await run(bare ? given : (given.Payload ?? null), call);
        const answer = bare
          ? output
          : {
              ExecutedVersion: '$LATEST',
              Payload: output,
              SdkHttpMetadata: {},
              SdkResponseMetadata: {},
              StatusCode: 200,
            };
        return { status: 'SUCCEEDED', output: JSON.stringify(answer) };
      } catch (thrown) {
        if (!(thrown instanceof TaskError)) throw thrown;
        return { status: 'FAILED', error: thrown.error, cause: thrown.message };
      }
    },
  };
}

/** Returns a state machine, with JSONata as its query language. */
export function machine(definition: object, name = 'machine'): StateMachineSnapshot {
  const text = JSON.stringify({ QueryLanguage: 'JSONata', ...definition });
  return {
    snapshotId: `${name}#${text}`,
    stateMachineArn: `arn:aws:states:${ACCOUNT.region}:${ACCOUNT.accountId}:stateMachine:${name}`,
    name,
    roleArn: `arn:aws:iam::${ACCOUNT.accountId}:role/test`,
    definition: text,
    updateDate: 0,
  };
}

/** An engine on a virtual clock and a store in memory, with helpers for tests. */
export class Harness {
  readonly clock: Clock & VirtualClock;
  readonly store: MemoryStore;
  readonly engine: Engine;

  constructor(
    functions: Readonly<Record<string, FakeFunction>> = {},
    options: Partial<EngineOptions> & { readonly store?: MemoryStore; readonly clock?: VirtualClock } = {},
  ) {
    this.clock = options.clock ?? virtualClock();
    this.store = options.store ?? new MemoryStore();
    this.engine = createEngine({
      ...ACCOUNT,
      random: steadyRandom,
      hash: nodeHash,
      answerModels: createAnswerModels(),
      invoker: fakeInvoker(functions),
      ...options,
      clock: this.clock,
      store: this.store,
    });
  }

  /** Starts an execution and waits for its end. */
  run(definition: object, input: JsonValue = {}): Promise<ExecutionRecord> {
    return this.runMachine(machine(definition), input);
  }

  async runMachine(stateMachine: StateMachineSnapshot, input: JsonValue): Promise<ExecutionRecord> {
    const record = await this.engine.startExecution({ stateMachine, input: JSON.stringify(input) });
    return this.engine.whenEnded(record.executionArn);
  }

  /**
   * Runs one state of a definition alone, as TestState does. With a mock, it can be any state of any JSONata state machine,
   * also one whose execution this runtime refuses.
   *
   * @throws ServiceError as TestState refuses a request: an invalid definition, a mock that does not fit
   * @example
   * const { output, nextState } = await harness.testState(order, 'Approve', {
   *   input: { id: 7 },
   *   context: { Task: { Token: 'token' } },
   *   result: { approvedBy: 'Ada' },
   * });
   */
  async testState(definition: object, stateName: string, given: StateTest = {}): Promise<TestedState> {
    const { output, ...tested } = await this.engine.testState(testStateRequest(definition, stateName, given));
    return { ...tested, ...(output !== undefined && { output: parseJson(output) }) };
  }

  async redrive(executionArn: string): Promise<ExecutionRecord> {
    await this.engine.redriveExecution({ executionArn });
    return this.engine.whenEnded(executionArn);
  }

  async events(executionArn: string): Promise<readonly HistoryEvent[]> {
    const { items } = await this.engine.getExecutionHistory({ executionArn, maxResults: 100_000 });
    return items;
  }

  async wireEvents(executionArn: string): Promise<readonly WireEvent[]> {
    return (await this.events(executionArn)).map(toWireEvent);
  }

  /** Returns `type#id<previousEventId` for each event. */
  async outline(executionArn: string): Promise<readonly string[]> {
    const events = await this.events(executionArn);
    return events.map(({ id, previousEventId, type }) => `${type}#${id}<${previousEventId}`);
  }
}

/** Returns the parsed output of an execution. @throws Error if it did not succeed */
export function outputOf(record: ExecutionRecord): JsonValue {
  if (record.output === undefined) {
    throw new Error(`The execution ended as ${record.status}: ${record.error ?? ''} ${record.cause ?? ''}`);
  }
  return parseJson(record.output);
}
