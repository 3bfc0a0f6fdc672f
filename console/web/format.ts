/** Formats a duration in milliseconds: `240 ms`, `3.1 s`, `2 min 05 s`, `1 h 02 min`. */
export function duration(milliseconds: number): string {
  const ms = Math.max(0, milliseconds);
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  const two = (count: number) => String(count % 60).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  return seconds < 3_600
    ? `${minutes} min ${two(seconds)} s`
    : `${Math.floor(minutes / 60)} h ${two(minutes)} min`;
}

const CLOCK = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});
const DAY = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const NUMBER = new Intl.NumberFormat('en-GB');

/** Formats a local time, with the date if it is not today. */
export function moment(at: number): string {
  const date = new Date(at);
  const isToday = date.toDateString() === new Date().toDateString();
  return isToday ? CLOCK.format(date) : `${DAY.format(date)}, ${CLOCK.format(date)}`;
}

/** Formats a local time with milliseconds, for events. */
export function precise(at: number): string {
  return `${CLOCK.format(at)}.${String(at % 1000).padStart(3, '0')}`;
}

/** Formats a time in UTC, for tooltips. */
export function utc(at: number): string {
  return `${new Date(at).toISOString().replace('T', ' ').replace('Z', '')} UTC`;
}

/** Formats a relative time: `just now`, `2 min ago`, `3 h ago`, `5 days ago`. */
export function ago(at: number, now: number): string {
  const seconds = Math.round((now - at) / 1000);
  if (seconds < 45) return 'just now';
  if (seconds < 3_570) return `${Math.max(1, Math.round(seconds / 60))} min ago`;
  if (seconds < 86_400) return `${Math.round(seconds / 3_600)} h ago`;
  const days = Math.round(seconds / 86_400);
  return days === 1 ? 'yesterday' : `${days} days ago`;
}

/** Formats a number: `25,000`. */
export function count(value: number): string {
  return NUMBER.format(value);
}

/** Formats a number with a noun: `1 title`, `3 titles`. */
export function counted(value: number, singular: string, plural = `${singular}s`): string {
  return `${count(value)} ${value === 1 ? singular : plural}`;
}

/** Formats the size of a file: `12 kB`, `3.4 MiB`. */
export function fileSize(bytes: number): string {
  const mebibytes = bytes / 1024 / 1024;
  return mebibytes < 0.1 ? `${Math.ceil(bytes / 1000)} kB` : `${Number(mebibytes.toFixed(1))} MiB`;
}

const MIDNIGHT = /T00:00(:00)?(\.0+)?Z$/;

/**
 * Formats a window in UTC in short: without times if both are midnight, without a repeated date or year.
 *
 * @param year the year that goes without saying @default none
 */
export function windowText(
  { start, end }: { readonly start: string; readonly end: string },
  year?: number,
): string {
  const isThatYear = [start, end].every((text) => text.startsWith(`${year}-`));
  const [from, to] = isThatYear ? [start.slice(5), end.slice(5)] : [start, end];
  const day = (text: string) => text.replace(/T.*/, '');
  if (MIDNIGHT.test(from) && MIDNIGHT.test(to)) return `${day(from)} to ${day(to)}`;
  const short = (text: string) => text.replace('T', ' ').replace(/(:\d+)?(\.\d+)?Z$/, '');
  const repeated = day(from) === day(to) ? day(from).length + 1 : from.slice(0, 5) === to.slice(0, 5) ? 5 : 0;
  return `${short(from)} to ${short(to).slice(repeated)}`;
}

/** Formats a window to the second, for tooltips. */
export function exactWindow({ start, end }: { readonly start: string; readonly end: string }): string {
  return `${start} to ${end}`;
}
