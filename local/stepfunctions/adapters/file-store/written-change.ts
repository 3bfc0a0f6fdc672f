import type { ExecutionChange } from '../../interpreter/records.ts';

/** The JSON form of a change to an execution's record. */
export type WrittenChange = Readonly<Record<string, unknown>>;

/** Decodes a change. A removed member is null, because JSON has no undefined. */
export function decodeChange(written: WrittenChange): ExecutionChange {
  return Object.fromEntries(Object.entries(written).map(([key, value]) => [key, value ?? undefined]));
}
