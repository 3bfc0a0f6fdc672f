const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Round durations for an axis, in milliseconds. */
const STEPS: readonly number[] = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 30].map((seconds) => seconds * SECOND),
  ...[1, 2, 5, 10, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 6, 12, 24, 48, 96, 240].map((hours) => hours * HOUR),
];

/** Returns the round durations that an axis labels: one near its top and one near its middle by square root. */
export function durationTicks(longest: number): number[] {
  const top = below(longest);
  const middle = below(top / 4);
  return [top, middle].filter((tick, index, all) => all.indexOf(tick) === index);
}

/** Returns the longest round duration that is not longer than this; 1 ms for a shorter one. */
function below(milliseconds: number): number {
  return STEPS.findLast((step) => step <= milliseconds) ?? 1;
}

/** Formats a round duration: `30 s`, `2 min`. */
export function axisLabel(milliseconds: number): string {
  if (milliseconds >= HOUR) return `${milliseconds / HOUR} h`;
  if (milliseconds >= MINUTE) return `${milliseconds / MINUTE} min`;
  return milliseconds >= SECOND ? `${milliseconds / SECOND} s` : `${milliseconds} ms`;
}

const TIME = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const DAY = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });

/** Formats a local time in few characters: the time of today, the date of another day. */
export function shortTime(at: number): string {
  const date = new Date(at);
  return (date.toDateString() === new Date().toDateString() ? TIME : DAY).format(date);
}
