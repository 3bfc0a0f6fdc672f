const DAY_MS = 86_400_000;

/**
 * The local time of a zone. Its readings are epoch milliseconds as if the zone were UTC, so that a calendar need not
 * consider daylight saving time.
 */
export interface WallClock {
  /** Returns the local time at a moment, to the minute. */
  reading(moment: number): number;
  /** Returns the first moment with this local time; undefined if daylight saving skips it. */
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
    // A change of the clock lies between the offsets of a day before and a day after.
    const offsets = [wanted - DAY_MS, wanted + DAY_MS].map((moment) => reading(moment) - moment);
    // If the local time occurs twice, the first moment is the earlier one.
    const moments = offsets.map((offset) => wanted - offset);
    return moments.find((moment) => reading(moment) === wanted);
  };
  return { reading, momentOf };
}
