import type { Regions, Source } from '../../events/types.ts';
import { canonicalJson } from '../shared/canonical-json.ts';
import type { TitleSource } from '../shared/watchmode/responses.ts';
import { httpUrlOrNull } from './http-url.ts';

/**
 * Returns the distinct sources in the wanted regions, sorted by region, then source, then all other fields. Watchmode's
 * own order has no meaning and must not change an event's id.
 */
export function selectSources(sources: readonly TitleSource[], regions: Regions): Source[] {
  const wanted = new Set(regions);
  const byText = new Map<string, Source>();
  for (const source of sources) {
    if (!wanted.has(source.region)) continue;
    const mapped = mapSource(source);
    byText.set(canonicalJson(mapped), mapped);
  }
  return [...byText]
    .sort(
      ([leftText, left], [rightText, right]) =>
        compare(left.region, right.region) || left.sourceId - right.sourceId || compare(leftText, rightText),
    )
    .map(([, source]) => source);
}

function mapSource(source: TitleSource): Source {
  return {
    sourceId: source.source_id,
    name: source.name,
    type: source.type,
    region: source.region,
    webUrl: httpUrlOrNull(source.web_url),
    iosUrl: httpUrlOrNull(source.ios_url),
    androidUrl: httpUrlOrNull(source.android_url),
    format: source.format ?? null,
    price: source.price ?? null,
    seasons: source.seasons ?? null,
    episodes: source.episodes ?? null,
  };
}

/** Compares UTF-16 code units, independently of the machine's language. */
function compare(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}
