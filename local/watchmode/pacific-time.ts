/** Watchmode's dates are in Pacific time: 8 hours behind UTC in winter, 7 in summer. */
const PACIFIC_WALL = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'America/Los_Angeles',
  dateStyle: 'short',
  timeStyle: 'medium',
});
const SUMMER_LAG = 7 * 3600;
const WINTER_LAG = 8 * 3600;

/**
 * Parses a date parameter, `YYYYMMDD` or `YYYYMMDDHHMMSS`, as epoch seconds; undefined if the date does not exist.
 *
 * A day without a time is its first second as a start and its last as an end. A time that daylight saving repeats or skips
 * is read so that the window becomes wider.
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

/** Formats epoch seconds as Pacific time, `YYYY-MM-DD hh:mm:ss`. */
export function formatPacific(epochSeconds: number): string {
  return PACIFIC_WALL.format(epochSeconds * 1000);
}

/** Parses `YYYYMMDDHHMMSS` as seconds since 1970, without a time zone. */
function parseWall(text: string): number | undefined {
  if (!/^\d{14}$/.test(text)) return undefined;
  const written = text.replace(/^(....)(..)(..)(..)(..)(..)$/, '$1-$2-$3 $4:$5:$6');
  const milliseconds = Date.parse(`${written.replace(' ', 'T')}Z`);
  // Date.parse reads 30 February as 2 March.
  if (Number.isNaN(milliseconds) || formatWall(milliseconds / 1000) !== written) return undefined;
  return milliseconds / 1000;
}

function formatWall(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');
}
