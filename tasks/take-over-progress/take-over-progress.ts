import type { TaskHandler } from '../shared/ports.ts';
import type { ProgressTable } from '../shared/progress/progress-table.ts';
import { takeOverFeed, type FeedParameter, type TakenOver } from '../shared/progress/take-over.ts';
import type { Telemetry } from '../shared/telemetry/telemetry.ts';

/** The ports of {@link createTakeOverProgress}. */
export interface TakeOverProgressPorts {
  /** Reads the parameters in which earlier releases kept the progress of the feeds. */
  readonly readParameters: () => Promise<readonly FeedParameter[]>;
  readonly progress: ProgressTable;
  readonly telemetry: Telemetry;
}

/**
 * The task take-over-progress: takes any event, returns the progress that it has taken over of each feed.
 *
 * A deployment invokes it when the progress table is there. It copies the progress that earlier releases kept in the
 * Parameter Store, unless a run has used the table already, and leaves the parameters as they are.
 *
 * Rejects with ConfigurationError, FeedParameterCorrupt or ProgressUnavailable.
 */
export function createTakeOverProgress({
  readParameters,
  progress,
  telemetry,
}: TakeOverProgressPorts): TaskHandler<TakenOver[]> {
  return async () => {
    const taken: TakenOver[] = [];
    for (const parameter of await readParameters()) {
      const feed = await takeOverFeed(parameter, progress);
      if (feed === null) continue;
      // At once: a corrupt parameter of another feed ends the invocation.
      telemetry.log('warn', 'took over the parameter of a feed', { ...feed });
      taken.push(feed);
    }
    return taken;
  };
}
