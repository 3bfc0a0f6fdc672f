/** A component of a calendar. */
export interface Component {
  readonly name: string;
  /** The properties with their parameters, in order: `DTSTART;VALUE=DATE`. */
  readonly properties: readonly (readonly [name: string, value: string])[];
  readonly components: readonly Component[];
}

/** A property that a component must have, and the values that it may have. */
type Rules = Readonly<Record<string, RegExp>>;

const TEXT = /^(?:[^\\;,]|\\[\\;,nN])*$/;
const REQUIRED: Readonly<Record<string, Rules>> = {
  VCALENDAR: { VERSION: /^2\.0$/, PRODID: TEXT },
  VEVENT: { UID: TEXT, DTSTAMP: /^\d{8}T\d{6}Z$/ },
  VTIMEZONE: { TZID: TEXT },
  STANDARD: { DTSTART: /^\d{8}T\d{6}$/, TZOFFSETFROM: /^[+-]\d{4}$/, TZOFFSETTO: /^[+-]\d{4}$/ },
};
const OPTIONAL: Rules = {
  'DTSTART;VALUE=DATE': /^\d{4}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/,
  ...{ SUMMARY: TEXT, DESCRIPTION: TEXT, NAME: TEXT, 'X-WR-CALNAME': TEXT },
  CATEGORIES: /^(?:[^\\;]|\\[\\;,nN])*$/,
  URL: /^https?:\/\/[!-~]+$/,
  TRANSP: /^(OPAQUE|TRANSPARENT)$/,
};

/** Reads a calendar by the rules of RFC 5545 for lines, texts, components and their properties. Throws if one is broken. */
export function readCalendar(text: string): Component {
  if (!text.endsWith('\r\n')) throw new Error('the last line has no end');
  const physical = text.slice(0, -2).split('\r\n');
  for (const line of physical) {
    if (Buffer.byteLength(line) > 75) throw new Error(`longer than 75 bytes: ${line}`);
    if (/\p{Surrogate}/u.test(line)) throw new Error(`broken within a character: ${line}`);
    if (/(?!\t)\p{Cc}/u.test(line)) throw new Error(`a control character: ${JSON.stringify(line)}`);
  }
  const lines = physical.join('\r\n').replaceAll('\r\n ', '').split('\r\n');
  const [calendar, rest] = readComponent(lines);
  if (calendar.name !== 'VCALENDAR' || rest.length > 0) throw new Error('not one VCALENDAR');
  if (calendar.components.length === 0) throw new Error('no component');
  return calendar;
}

function readComponent([begin = '', ...lines]: readonly string[]): [Component, string[]] {
  const [, name = ''] = /^BEGIN:([A-Z]+)$/.exec(begin) ?? [];
  const properties: (readonly [string, string])[] = [];
  const components: Component[] = [];
  let rest = lines;
  while (rest[0] !== `END:${name}`) {
    const [line] = rest;
    if (line === undefined) throw new Error(`no END:${name}`);
    if (line.startsWith('BEGIN:')) {
      const [component, after] = readComponent(rest);
      components.push(component);
      rest = after;
      continue;
    }
    const [, property = '', value = ''] = /^([A-Z-]+(?:;[A-Z]+=[A-Z]+)*):(.*)$/.exec(line) ?? [];
    const rule = REQUIRED[name]?.[property] ?? OPTIONAL[property];
    if (rule?.test(value) !== true) throw new Error(`not allowed in ${name}: ${line}`);
    properties.push([property, value]);
    rest = rest.slice(1);
  }
  const names = properties.map(([property]) => property);
  if (new Set(names).size < names.length) throw new Error(`a property of ${name} occurs twice`);
  const missing = Object.keys(REQUIRED[name] ?? { component: 0 }).filter((each) => !names.includes(each));
  if (missing.length > 0) throw new Error(`${name} has no ${missing.join(', ')}`);
  return [{ name, properties, components }, rest.slice(1)];
}

/** Returns the text of an escaped value. */
export function unescaped(value: string): string {
  return value.replace(/\\(.)/g, (_, letter: string) => (letter.toLowerCase() === 'n' ? '\n' : letter));
}
