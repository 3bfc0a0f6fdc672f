/** A time in which an execution was at work: from its start or a redrive to its next end. */
export interface Stretch {
  /** The id of the event that began it. */
  readonly eventId: number;
  readonly startedAt: Date | undefined;
  /** The end; undefined while the execution is running. */
  endedAt: Date | undefined;
}

/**
 * Returns the number of the redrive in which an event happened; 0 before the first redrive.
 * @example redriveOf(run.history.stretches, event.id) // 1 for an event after the first redrive
 */
export function redriveOf(stretches: readonly Stretch[], eventId: number): number {
  return Math.max(
    0,
    stretches.findLastIndex((stretch) => stretch.eventId <= eventId),
  );
}

/**
 * Returns the milliseconds in which an execution was at work. The time between a failure and its redrive is not included.
 *
 * @param now the end of a stretch without an end, epoch milliseconds
 * @example workingMs(reduceHistory(events).stretches, io.now())
 */
export function workingMs(stretches: readonly Stretch[], now: number): number {
  return stretches.reduce((sum, { startedAt, endedAt }) => {
    const until = endedAt?.getTime() ?? now;
    return sum + Math.max(0, until - (startedAt?.getTime() ?? until));
  }, 0);
}

/**
 * Returns the milliseconds between the ends of an execution and its redrives.
 * @example waitedMs(run.history.stretches)
 */
export function waitedMs(stretches: readonly Stretch[]): number {
  return stretches.reduce((sum, { startedAt }, index) => {
    const endedAt = stretches[index - 1]?.endedAt?.getTime();
    return endedAt === undefined ? sum : sum + Math.max(0, (startedAt?.getTime() ?? endedAt) - endedAt);
  }, 0);
}

/**
 * Returns the milliseconds between two moments in which an execution was at work; all of them without stretches.
 * @example workingMsBetween(run.history.stretches, enteredAt.getTime(), exitedAt?.getTime() ?? io.now())
 */
export function workingMsBetween(stretches: readonly Stretch[], from: number, to: number): number {
  const gaps = stretches.reduce((sum, { startedAt }, index) => {
    const endedAt = stretches[index - 1]?.endedAt?.getTime();
    if (endedAt === undefined || startedAt === undefined) return sum;
    return sum + Math.max(0, Math.min(to, startedAt.getTime()) - Math.max(from, endedAt));
  }, 0);
  return Math.max(0, to - from - gaps);
}
