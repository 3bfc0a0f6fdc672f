import type { Source, TitleRecord } from '../../events/types.ts';
import { MAX_RECORD_BYTES } from '../../workflow/limits.ts';
import { WatchmodeUnexpectedResponse } from '../shared/errors/watchmode-errors.ts';
import type { NotePart } from '../shared/watchmode/read-title.ts';
import { jsonBytes } from '../shared/json-bytes.ts';

/**
 * The record with as many of its sources, in their order, as fit into {@link MAX_RECORD_BYTES}; `sourcesOmitted`
 * says how many do not. Where it does not fit without any, the largest of what a title need not have is left out, too.
 *
 * @param note - is told of what is left out beside sources, by the record's keys
 * @throws WatchmodeUnexpectedResponse when it does not fit even so
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
      `the title makes a record of ${bytes} bytes without all that may be left out; ${MAX_RECORD_BYTES} are allowed`,
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

/** What a record has instead of a part that may be of any length and is left out. */
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

/** Those parts with their bytes, the largest first. */
function largestParts(record: TitleRecord): [keyof typeof NOTHING, number][] {
  return (Object.keys(NOTHING) as (keyof typeof NOTHING)[])
    .map((key): [keyof typeof NOTHING, number] => [key, jsonBytes(record[key])])
    .sort(([, left], [, right]) => right - left);
}
