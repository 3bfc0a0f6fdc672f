import type { ExecutionChange } from '../../interpreter/records.ts';

/** A change of an execution's record as JSON carries it. */
export type WrittenChange = Readonly<Record<string, unknown>>;

/** JSON has no undefined: a member that is removed is written as null. */
export function decodeChange(written: WrittenChange): ExecutionChange {
  return Object.fromEntries(Object.entries(written).map(([key, value]) => [key, value ?? undefined]));
}
