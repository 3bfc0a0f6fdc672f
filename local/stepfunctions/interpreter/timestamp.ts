const TIMESTAMP =
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}(?::\d{2})?)$/i;

/**
 * Parses the ISO 8601 date and time of a Wait state to epoch milliseconds. Returns `undefined` for any other text:
 * `T` or offset missing, or a day that does not exist.
 */
export function parseTimestamp(text: string): number | undefined {
  const match = TIMESTAMP.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second = '0', fraction = '0', offset = 'Z'] = match;
  const fields = [year, month, day, hour, minute, second].map(Number);
  const [y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0] = fields;
  if (h > 23 || mi > 59 || s > 59) return undefined;
  const midnight = Date.UTC(y, mo - 1, d);
  // Date.UTC moves a day that does not exist to the next month.
  if (new Date(midnight).getUTCMonth() !== mo - 1) return undefined;
  const shift = offsetMs(offset);
  if (shift === undefined) return undefined;
  return midnight + ((h * 60 + mi) * 60 + s) * 1000 + Math.floor(Number(fraction) * 1000) - shift;
}

/** Returns the offset in milliseconds; 0 for `Z`. */
function offsetMs(offset: string): number | undefined {
  const [hours = 0, minutes = 0, seconds = 0] = offset.slice(1).split(':').map(Number);
  if (hours > 18 || minutes > 59 || seconds > 59) return undefined;
  const size = ((hours * 60 + minutes) * 60 + seconds) * 1000;
  return offset.startsWith('-') ? -size : size;
}
