import type { StateMachines } from '../../local/stepfunctions/api/state-machines/registry.ts';
import type { StateMachine } from '../../local/stepfunctions/api/state-machines/state-machine.ts';
import { machine } from '../../local/stepfunctions/testing.ts';

/**
 * Returns a registry of active state machines with these names, for tests that start executions of `machine(...)`
 * without creating it.
 */
export function knownMachines(...names: readonly string[]): StateMachines {
  const all = new Map(names.map((name) => [machine({}, name).stateMachineArn, stateMachine(name)]));
  const registry: Pick<StateMachines, 'find' | 'get'> = {
    find: (arn) => Promise.resolve(all.get(arn)),
    get: (arn) => Promise.resolve(all.get(arn) ?? Promise.reject(new Error(`${arn} is not known here`))),
  };
  return registry as StateMachines;
}

function stateMachine(name: string): StateMachine {
  return { ...machine({}, name), status: 'ACTIVE', creationDate: 0, tags: [] };
}
