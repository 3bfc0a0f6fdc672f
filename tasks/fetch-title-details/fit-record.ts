import type { Source, TitleRecord } from '../../events/types.ts';
import { MAX_RECORD_BYTES } from '../../workflow/limits.ts';
import { WatchmodeUnexpectedResponse } from '../shared/errors/watchmode-errors.ts';
import type { NotePart } from '../shared/watchmode/read-parts.ts';
import { jsonBytes } from '../shared/json-bytes.ts';

/**
 * Returns the record with as many of its sources, in order, as fit into {@link MAX_RECORD_BYTES}; `sourcesOmitted` counts
 * the others. If it does not fit without sources, the largest optional parts are left out, too.
 *
 * @param note - receives the omitted parts other than sources, by the record's keys
 * @throws WatchmodeUnexpectedResponse if the record is still too large
 */
export function fitRecord(record: TitleRecord, request: string, note: NotePart): TitleRecord {
  if (jsonBytes(record) <= MAX_RECORD_BYTES) return record;
  let bare: TitleRecord = { ...record, sources: [], sourcesOmitted: record.sources.length };
  let bytes = jsonBytes(bare);
  for (const [key, bytesOfPart] of largestParts(record)) {
    if (bytes <= MAX_RECORD_BYTES) break;
    bare = { ...bare, [key]: NOTHING[key] };
    note({
      pointer: `/${key}`,
      problem: `is left out: its ${bytesOfPart} bytes leave no room for the title`,
    });
    bytes = jsonBytes(bare);
  }
  if (bytes > MAX_RECORD_BYTES) {
    throw new WatchmodeUnexpectedResponse(
      request,
      `the title makes a record of ${bytes} bytes without all optional parts; ${MAX_RECORD_BYTES} are allowed`,
    );
  }
  const sources: Source[] = [];
  for (const source of record.sources) {
    // One byte for the comma.
    const withSource = bytes + jsonBytes(source) + (sources.length === 0 ? 0 : 1);
    if (withSource > MAX_RECORD_BYTES) continue;
    bytes = withSource;
    sources.push(source);
  }
  return { ...bare, sources, sourcesOmitted: record.sources.length - sources.length };
}

/** The values that replace omitted parts of unlimited length. */
const NOTHING = {
  imdbId: null,
  originalTitle: null,
  plotOverview: null,
  usRating: null,
  originalLanguage: null,
  images: { poster: null, posterMedium: null, posterLarge: null, backdrop: null },
  trailer: null,
  trailerThumbnail: null,
  genres: [],
  networks: [],
} as const satisfies Partial<TitleRecord>;

/** Returns these parts with their sizes in bytes, largest first. */
function largestParts(record: TitleRecord): [keyof typeof NOTHING, number][] {
  return (Object.keys(NOTHING) as (keyof typeof NOTHING)[])
    .map((key): [keyof typeof NOTHING, number] => [key, jsonBytes(record[key])])
    .sort(([, left], [, right]) => right - left);
}
