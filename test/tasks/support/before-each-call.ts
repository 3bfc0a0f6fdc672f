import type { ProgressTable } from '../../../tasks/shared/progress/progress-table.ts';

/** A table that waits for a promise of the test before each call. */
export function beforeEachCall(table: ProgressTable, pass: () => Promise<unknown>): ProgressTable {
  return new Proxy(table, {
    get(target, key) {
      const method = target[key as keyof ProgressTable] as (...values: unknown[]) => Promise<unknown>;
      return (...values: unknown[]) => pass().then(() => method.apply(target, values));
    },
  });
}
