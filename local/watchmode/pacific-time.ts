/** Watchmode reads and writes dates as Pacific time, which is 8 hours behind UTC in winter and 7 in summer. */
const PACIFIC_WALL = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'America/Los_Angeles',
  dateStyle: 'short',
  timeStyle: 'medium',
});
const SUMMER_LAG = 7 * 3600;
const WINTER_LAG = 8 * 3600;

/**
 * Epoch seconds of a date parameter, `YYYYMMDD` or `YYYYMMDDHHMMSS`; undefined when there is no such date.
 *
 * A day alone means its first second as a start and its last as an end. A time of day that happens twice as summer
 * time ends, or not at all as it starts, is read so that the window becomes the wider one.
 */
export function parsePacific(text: string, edge: 'start' | 'end'): number | undefined {
  const wall = parseWall(/^\d{8}$/.test(text) ? text + (edge === 'start' ? '000000' : '235959') : text);
  if (wall === undefined) return undefined;
  const summer = wall + SUMMER_LAG;
  const winter = wall + WINTER_LAG;
  const isSummer = formatPacific(summer) === formatWall(wall);
  const isWinter = formatPacific(winter) === formatWall(wall);
  if (isSummer === isWinter) return edge === 'start' ? summer : winter;
  return isSummer ? summer : winter;
}

/** Pacific date and time of epoch seconds, as `YYYY-MM-DD hh:mm:ss`. */
export function formatPacific(epochSeconds: number): string {
  return PACIFIC_WALL.format(epochSeconds * 1000);
}

/** `YYYYMMDDHHMMSS` as seconds since 1970 on a clock that knows no time zone. */
function parseWall(text: string): number | undefined {
  if (!/^\d{14}$/.test(text)) return undefined;
  const written = text.replace(/^(....)(..)(..)(..)(..)(..)$/, '$1-$2-$3 $4:$5:$6');
  const milliseconds = Date.parse(`${written.replace(' ', 'T')}Z`);
  // Date.parse takes 30 February for 2 March.
  if (Number.isNaN(milliseconds) || formatWall(milliseconds / 1000) !== written) return undefined;
  return milliseconds / 1000;
}

function formatWall(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');
}
