import type { TaskHandler } from '../shared/ports.ts';
import type { Claims, ProgressWrites } from '../shared/progress/progress-table.ts';
import { takeOverFeed, type FeedParameter, type TakenOver } from '../shared/progress/take-over.ts';
import type { Telemetry } from '../shared/telemetry/telemetry.ts';

/** The ports of {@link createTakeOverProgress}. */
export interface TakeOverProgressPorts {
  /** Reads the parameters of earlier releases. */
  readonly readParameters: () => Promise<readonly FeedParameter[]>;
  readonly progress: Claims & ProgressWrites;
  readonly telemetry: Telemetry;
}

/**
 * The task take-over-progress: takes any event, returns the imported progress of each feed.
 *
 * A deployment invokes it after the progress table is created. It copies the progress of earlier releases from the
 * Parameter Store, unless a run has already used the table, and does not change the parameters.
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
      // Logged immediately, because a corrupt parameter of another feed ends the invocation.
      telemetry.log('warn', 'took over the parameter of a feed', { ...feed });
      taken.push(feed);
    }
    return taken;
  };
}
