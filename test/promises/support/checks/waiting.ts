import type { Played } from '../play.ts';
import type { Violation } from '../progress-ledger.ts';
import type { Run } from '../world.ts';

/** Waiting: every run ends, and one that has waited for another ends after it. */
export function checkWaiting({ world, summaries }: Played): Violation[] {
  const byName = new Map([...world.runs.values()].map((run) => [world.record(run.executionArn).name, run]));
  return [...world.runs.values()].flatMap((run) => {
    if (world.isAtWork(run.executionArn)) return [`waiting: ${run.executionArn} does not end`];
    if (!summaries.has(run.executionArn)) return [];
    return [...run.waitedFor].flatMap((name) => {
      const holder = byName.get(name);
      if (holder === undefined)
        return [`waiting: ${run.executionArn} has waited for ${name}, which is no run`];
      return isAfter(run, holder) ? [] : [`waiting: ${run.executionArn} has ended before ${name}`];
    });
  });
}

/** True if a run succeeded after another ended for the first time, or after the other lost its process. */
function isAfter({ succeededAt = 0 }: Run, { endedAt = 0 }: Run): boolean {
  return endedAt <= succeededAt;
}
