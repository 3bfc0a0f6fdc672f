const DAY_MS = 86_400_000;

/**
 * The clock on a wall of a time zone. Its readings are epoch milliseconds, as if the zone were UTC, so that a calendar can
 * be kept without thinking of daylight saving time.
 */
export interface WallClock {
  /** What the clock shows at a moment, to the minute. */
  reading(moment: number): number;
  /** When the clock shows this for the first time; undefined when it is put forward over it. */
  momentOf(reading: number): number | undefined;
}

/**
 * @param timeZone a zone of the IANA database, for example Europe/London
 * @throws RangeError when there is no such zone
 */
export function wallClock(timeZone: string): WallClock {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  const reading = (moment: number) => {
    const parts = new Map(format.formatToParts(moment).map(({ type, value }) => [type, Number(value)]));
    const of = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? NaN;
    return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'));
  };
  const momentOf = (wanted: number) => {
    // A day before and after it the clock is right for one side of a change each.
    const offsets = [wanted - DAY_MS, wanted + DAY_MS].map((moment) => reading(moment) - moment);
    // Where the clock is put back, and both are right, the first one is the earlier.
    const moments = offsets.map((offset) => wanted - offset);
    return moments.find((moment) => reading(moment) === wanted);
  };
  return { reading, momentOf };
}
