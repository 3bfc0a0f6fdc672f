import type { Scheduler } from 'fast-check';
import type { ProgressTable } from '../../../tasks/shared/progress/progress-table.ts';

/** A table whose calls wait for their turns from a scheduler. */
export function inTurns(table: ProgressTable, scheduler: Scheduler): ProgressTable {
  const turn = () => scheduler.schedule(Promise.resolve());
  return {
    readWatermark: (feed) => turn().then(() => table.readWatermark(feed)),
    readClaim: (feed) => turn().then(() => table.readClaim(feed)),
    listDeferred: (feed) => turn().then(() => table.listDeferred(feed)),
    readDeferred: (feed, titleIds) => turn().then(() => table.readDeferred(feed, titleIds)),
    readSection: (section) => turn().then(() => table.readSection(section)),
    listSweepPages: (slot) => turn().then(() => table.listSweepPages(slot)),
    put: (item, found) => turn().then(() => table.put(item, found)),
    remove: (found) => turn().then(() => table.remove(found)),
  };
}
