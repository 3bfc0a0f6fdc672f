/** The settings of a deployment that decide when its sweeps start. */
interface SweepScheduleSettings {
  readonly feed: string;
  readonly scheduleExpression: string;
  /** Empty for none. */
  readonly sweepSchedule: string;
}

/** Returns the schedule of a deployment's sweeps; undefined if no schedule starts a sweep. */
export function scheduleOfSweeps({
  feed,
  scheduleExpression,
  sweepSchedule,
}: SweepScheduleSettings): string | undefined {
  if (feed === 'catalogue') return scheduleExpression;
  return sweepSchedule === '' ? undefined : sweepSchedule;
}
