import type { DeferredItem } from '../../events/types.ts';
import type { ProgressTable } from '../../tasks/shared/progress/progress-table.ts';
import { OperationError } from '../errors.ts';

/** The number of attempts to change a title that runs write at the same time. */
const MAX_ATTEMPTS = 5;

/**
 * Changes a deferred title with a conditional write. If the title was written meanwhile, it is read again.
 *
 * @param title - the title as it was read
 * @param isWanted - returns true if the change is still wanted for the current title
 * @param write - writes the change; resolves to false if the title was written since it was read
 * @returns true if the title was changed; false if the change was no longer wanted
 * @throws OperationError if runs write the title at each attempt
 * @example await changeTitle(progress, title, isWaiting, (current) => progress.remove(current))
 */
export async function changeTitle(
  progress: ProgressTable,
  title: DeferredItem,
  isWanted: (found: DeferredItem) => boolean,
  write: (found: DeferredItem) => Promise<boolean>,
): Promise<boolean> {
  const { feed, titleId } = title;
  let found: DeferredItem | undefined = title;
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    if (found === undefined || !isWanted(found)) return false;
    if (await write(found)) return true;
    found = (await progress.readDeferred(feed, [titleId])).get(titleId);
  }
  throw new OperationError(
    `title ${titleId} of ${feed} keeps being changed by others: wait until no run is in progress, then try again`,
  );
}
