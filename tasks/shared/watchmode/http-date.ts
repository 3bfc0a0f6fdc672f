const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The three formats of an HTTP-date (RFC 9110, 5.6.7): IMF-fixdate, RFC 850 and asctime. All are in UTC. */
const FORMS = [
  /^[A-Z][a-z]{2}, (?<day>\d{2}) (?<month>[A-Z][a-z]{2}) (?<year>\d{4}) (?<time>\d{2}:\d{2}:\d{2}) GMT$/,
  /^[A-Z][a-z]{5,8}, (?<day>\d{2})-(?<month>[A-Z][a-z]{2})-(?<year>\d{2}) (?<time>\d{2}:\d{2}:\d{2}) GMT$/,
  /^[A-Z][a-z]{2} (?<month>[A-Z][a-z]{2}) (?<day>[ \d]\d) (?<time>\d{2}:\d{2}:\d{2}) (?<year>\d{4})$/,
];

/**
 * Parses an HTTP-date. The two-digit year of RFC 850 is in this century.
 *
 * @returns epoch milliseconds; null if the text is not an HTTP-date or the day does not exist
 */
export function parseHttpDate(text: string): number | null {
  const parts = FORMS.map((form) => form.exec(text.trim())?.groups).find((groups) => groups !== undefined);
  if (parts === undefined) return null;
  const { day = '', month = '', year = '', time = '' } = parts;
  const isoDay = `${year.padStart(4, '20')}-${twoDigits(MONTHS.indexOf(month) + 1)}-${twoDigits(Number(day))}`;
  const epochMs = Date.parse(`${isoDay}T${time}Z`);
  // The parser reads 30 February as 2 March.
  return !Number.isNaN(epochMs) && new Date(epochMs).toISOString().startsWith(isoDay) ? epochMs : null;
}

const twoDigits = (value: number): string => String(value).padStart(2, '0');
