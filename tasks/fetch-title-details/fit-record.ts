import type { Source, TitleRecord } from '../../events/types.ts';
import { MAX_RECORD_BYTES } from '../../workflow/limits.ts';
import { WatchmodeUnexpectedResponse } from '../shared/errors/watchmode-errors.ts';
import { jsonBytes } from '../shared/json-bytes.ts';

/**
 * The record with as many of its sources, in their order, as fit into {@link MAX_RECORD_BYTES}; `sourcesOmitted`
 * says how many do not.
 *
 * @throws WatchmodeUnexpectedResponse when it does not fit even without any
 */
export function fitRecord(record: TitleRecord, request: string): TitleRecord {
  if (jsonBytes(record) <= MAX_RECORD_BYTES) return record;
  const bare = { ...record, sources: [], sourcesOmitted: record.sources.length };
  let bytes = jsonBytes(bare);
  if (bytes > MAX_RECORD_BYTES) {
    throw new WatchmodeUnexpectedResponse(
      request,
      `the title makes a record of ${bytes} bytes without any source; ${MAX_RECORD_BYTES} are allowed`,
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
  return { ...record, sources, sourcesOmitted: record.sources.length - sources.length };
}
