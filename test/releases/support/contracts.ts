import type { ContractName, Violation } from '../../../events/validate.ts';
import { STATE_TASK_NAMES, TASKS } from '../../../workflow/tasks.ts';
import type { Payloads } from './recording.ts';

/** Returns the places where a value breaks a contract. */
export type FindViolations = (contract: ContractName, value: unknown) => readonly Violation[];

/** The recorded inputs that a set of contracts refuses, and where. */
export function refusedInputs(payloads: Payloads, find: FindViolations) {
  return STATE_TASK_NAMES.flatMap((name) =>
    (payloads[name] ?? []).flatMap(({ input }, index) => {
      const violations = find(TASKS[name].input, input);
      return violations.length === 0 ? [] : [{ function: name, index, violations }];
    }),
  );
}

/** Returns the members of a recorded value that another lacks, as JSON pointers. Items of lists are not compared. */
export function lostMembers(recorded: unknown, value: unknown, pointer = ''): string[] {
  if (!isObject(recorded) || !isObject(value)) return [];
  return Object.entries(recorded).flatMap(([key, member]) =>
    key in value ? lostMembers(member, value[key], `${pointer}/${key}`) : [`${pointer}/${key}`],
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
