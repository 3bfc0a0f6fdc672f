import { createNestedExecutions } from '../../../../../local/stepfunctions/adapters/nested-executions.ts';
import { createTaskInvoker } from '../../../../../local/stepfunctions/adapters/task-invoker.ts';
import { StateMachines } from '../../../../../local/stepfunctions/api/state-machines/registry.ts';
import type { StateMachine } from '../../../../../local/stepfunctions/api/state-machines/state-machine.ts';
import type { JsonObject, JsonValue } from '../../../../../local/stepfunctions/interpreter/json.ts';
import type { TaskInvoker } from '../../../../../local/stepfunctions/interpreter/ports.ts';
import type { Quotas } from '../../../../../local/stepfunctions/interpreter/quotas.ts';
import type { ExecutionRecord } from '../../../../../local/stepfunctions/interpreter/records.ts';
import {
  fakeInvoker,
  Harness,
  machine,
  MemoryStore,
  steadyRandom,
  virtualClock,
} from '../../../../../local/stepfunctions/testing.ts';
import { settled } from '../../../../support/settled.ts';

const ACCOUNT = { region: 'eu-west-2', accountId: '000000000000' };
export const START = Date.UTC(2026, 10, 24, 6, 0, 0, 25);
export const CHILD = machine({}, 'child').stateMachineArn;
const NO_SERVICE: TaskInvoker = {
  refusal: () => 'not here',
  invoke: () => Promise.reject(new Error('not here')),
};

export const branch = (States: Record<string, JsonObject>): JsonObject => ({
  StartAt: Object.keys(States)[0] ?? '',
  States,
});
export const program = (States: Record<string, JsonObject>): JsonObject => ({
  QueryLanguage: 'JSONata',
  ...branch(States),
});
export const echo = program({
  Echo: { Type: 'Pass', Output: { child: 'ok', input: '{% $states.input %}' }, End: true },
});
export const failing = (rest: JsonObject): JsonObject => program({ Boom: { Type: 'Fail', ...rest } });
export const waiting = program({
  Wait: { Type: 'Wait', Seconds: 60, Next: 'Done' },
  Done: { Type: 'Pass', Output: 7, End: true },
});

/** A state that starts the child, or the state machine in `Arguments`. */
export const nested = (mode: string, rest: JsonObject = {}, args: JsonObject = {}): JsonObject => ({
  Type: 'Task',
  Resource: `arn:aws:states:::states:startExecution${mode}`,
  Arguments: { StateMachineArn: CHILD, ...args },
  End: true,
  ...rest,
});

/** An engine whose Task states start executions of the state machine `child`. */
export class World {
  readonly harness: Harness;
  readonly tasks: TaskInvoker;
  readonly defects: unknown[] = [];
  #stateMachines: StateMachines | undefined;

  constructor(store = new MemoryStore(), quotas: Partial<Quotas> = {}) {
    const clock = virtualClock(START);
    this.tasks = createNestedExecutions({
      context: () => ({ engine: this.harness.engine, stateMachines: this.stateMachines }),
      clock,
      random: steadyRandom,
      onDefect: (error) => void this.defects.push(error),
    });
    const invoker = createTaskInvoker({ lambda: fakeInvoker({}), ssm: NO_SERVICE, states: this.tasks });
    this.harness = new Harness({}, { clock, store, invoker, quotas });
  }

  get stateMachines(): StateMachines {
    if (this.#stateMachines === undefined) throw new Error('There is no state machine yet');
    return this.#stateMachines;
  }

  static async with(child: JsonObject, store?: MemoryStore, quotas?: Partial<Quotas>): Promise<World> {
    const world = new World(store, quotas);
    let kept: readonly StateMachine[] = [];
    world.#stateMachines = await StateMachines.open({
      ...{ ...ACCOUNT, engine: world.harness.engine, clock: world.harness.clock, random: steadyRandom },
      repository: {
        read: () => Promise.resolve(kept),
        write: (all) => {
          kept = all;
          return Promise.resolve();
        },
      },
    });
    const roleArn = `arn:aws:iam::${ACCOUNT.accountId}:role/test`;
    await world.stateMachines.create({ name: 'child', definition: JSON.stringify(child), roleArn });
    return world;
  }

  /** Runs a state machine with this state alone. */
  run(state: JsonObject, input: JsonValue = {}): Promise<ExecutionRecord> {
    return this.harness.run(program({ Nest: state }), input);
  }

  /** Starts a state machine, and waits until nothing more happens at this time. */
  async start(definition: JsonObject): Promise<ExecutionRecord> {
    const record = await this.harness.engine.startExecution({ stateMachine: machine(definition) });
    await settled();
    return record;
  }

  /** The executions of the child, oldest first. */
  readonly children = async (): Promise<readonly ExecutionRecord[]> => {
    const { items } = await this.harness.store.listExecutions({ stateMachineArn: CHILD, limit: 10 });
    return items.toReversed();
  };
}
