import type { Scheduler } from 'fast-check';
import type { ProgressTable } from '../../../tasks/shared/progress/progress-table.ts';
import { beforeEachCall } from './before-each-call.ts';

/** A table whose calls wait for their turns from a scheduler. */
export function inTurns(table: ProgressTable, scheduler: Scheduler): ProgressTable {
  return beforeEachCall(table, () => scheduler.schedule(Promise.resolve()));
}
