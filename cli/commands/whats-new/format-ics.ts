import { type ArrivedTitle, titlesOf } from '../../../operate/catalogue/arrived-titles.ts';
import { ATTRIBUTION } from '../../../operate/catalogue/attribution.ts';
import { headlineOf, nameOf, type Listing } from './listing.ts';
import { linkOf, whereToWatch } from '../../../operate/catalogue/ways.ts';

/**
 * Formats the releases of a listing as a calendar (iCalendar, RFC 5545): an all-day event on the release date of each
 * title that has one. The same listing gives the same calendar.
 */
export function formatIcs(listing: Listing): string {
  const events = titlesOf(listing.arrivals).flatMap(eventOf);
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//tvguide//whats-new//EN',
    property('NAME', `${headlineOf(listing)}: releases`),
    property('X-WR-CALNAME', `${headlineOf(listing)}: releases`),
    property('DESCRIPTION', `${ATTRIBUTION.text} (${ATTRIBUTION.url})`),
    // A calendar must have a component.
    ...(events.length === 0 ? UTC_ZONE : events),
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

const UTC_ZONE = [
  'BEGIN:VTIMEZONE',
  'TZID:Etc/UTC',
  'BEGIN:STANDARD',
  'DTSTART:19700101T000000',
  'TZOFFSETFROM:+0000',
  'TZOFFSETTO:+0000',
  'END:STANDARD',
  'END:VTIMEZONE',
];

function eventOf(title: ArrivedTitle): string[] {
  const { titleId, releaseDate, firstSeen, plotOverview, genres, arrivals } = title;
  const [first] = arrivals;
  const date = dateOf(releaseDate);
  if (date === undefined || first === undefined) return [];
  const link = linkOf(first);
  const places = arrivals.map(whereToWatch).join(', ');
  const about = [plotOverview ?? '', places, `${ATTRIBUTION.text} (${ATTRIBUTION.url})`];
  return [
    'BEGIN:VEVENT',
    `UID:title-${titleId}-${first.region}@tvguide`,
    // Readers take the event with the later stamp.
    `DTSTAMP:${stampOf(firstSeen)}`,
    `DTSTART;VALUE=DATE:${date}`,
    property('SUMMARY', nameOf(title)),
    property('DESCRIPTION', about.filter((text) => text !== '').join('\n')),
    ...(genres.length === 0 ? [] : [`CATEGORIES:${genres.map(({ name }) => escaped(name)).join(',')}`]),
    ...(link === undefined ? [] : [`URL:${link}`]),
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
  ];
}

const property = (name: string, text: string) => `${name}:${escaped(text)}`;

/** Escapes a text, and leaves out control characters. */
function escaped(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n\t]|\p{Surrogate}/gu, '')
    .replace(/[\\;,]/g, (character) => `\\${character}`)
    .replaceAll('\n', '\\n');
}

/** The maximum length of a line in bytes, without its end. */
const MAX_BYTES = 75;

/** Breaks a line between characters. The next lines begin with a space. */
function folded(line: string): string {
  const lines: string[] = [];
  let current = '';
  let bytes = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (bytes + size > MAX_BYTES) {
      lines.push(current);
      current = ' ';
      bytes = 1;
    }
    current += character;
    bytes += size;
  }
  return [...lines, current].join('\r\n');
}

/** Returns a date as `20261124`; undefined if it is none. */
function dateOf(date: string | null): string | undefined {
  if (date === null || !/^\d{4}-\d{2}-\d{2}$/.test(date)) return undefined;
  const midnight = Date.parse(date);
  // Date.parse turns 31 November into 1 December.
  const isReal = !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(date);
  return isReal ? date.replaceAll('-', '') : undefined;
}

/** Returns a time as `20261124T060005Z`. */
const stampOf = (time: string) =>
  `${new Date(time).toISOString().replaceAll(/[-:]/g, '').slice(0, 'YYYYMMDDTHHMMSS'.length)}Z`;
