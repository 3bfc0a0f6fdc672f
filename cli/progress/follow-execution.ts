import { type Ending, endingOf } from './ending.ts';
import type { ProgressFeed } from './progress.ts';
import type { ProgressView } from './progress-view.ts';

/** Shows an execution until it ends, and gives how it ended. */
export async function followExecution(feed: ProgressFeed, view: ProgressView): Promise<Ending> {
  for (;;) {
    const progress = await feed.next();
    view.show(progress);
    if (progress.ended) return endingOf(await feed.describe(), progress);
  }
}
