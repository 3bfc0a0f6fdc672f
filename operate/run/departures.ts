/**
 * Counts the items of a sweep for titles that left a service, in the input of a Map state or of a child execution. They are
 * published and not fetched.
 * @example countDepartures('[1,{"titleId":2,"from":"GB:203"}]') // 1
 */
export function countDepartures(input: string | undefined): number {
  return departedTitles(input).length;
}

/**
 * Returns the titles of these items: a title once for each service that it left.
 * @example departedTitles('[1,{"titleId":2,"from":"GB:203"}]') // [2]
 */
export function departedTitles(input: string | undefined): number[] {
  // Most inputs have none, and a search is cheaper than parsing.
  if (input?.includes('"from"') !== true) return [];
  const value = JSON.parse(input) as { readonly Items?: unknown } | null;
  const items: unknown = Array.isArray(value) ? value : value?.Items;
  if (!Array.isArray(items)) return [];
  return items.filter(isDeparture).map(({ titleId }) => titleId);
}

function isDeparture(item: unknown): item is { readonly titleId: number } {
  return typeof item === 'object' && item !== null && 'from' in item;
}
