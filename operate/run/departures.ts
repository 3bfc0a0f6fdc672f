/**
 * Counts the items of a sweep for titles that left a service, in the input of a Map state or of a child execution. They are
 * published and not fetched.
 * @example countDepartures('[1,{"titleId":2,"from":"GB:203"}]') // 1
 */
export function countDepartures(input: string | undefined): number {
  // Most inputs have none, and a search is cheaper than parsing.
  if (input?.includes('"from"') !== true) return 0;
  const value = JSON.parse(input) as { readonly Items?: unknown } | null;
  const items: unknown = Array.isArray(value) ? value : value?.Items;
  if (!Array.isArray(items)) return 0;
  return items.filter((item: unknown) => typeof item === 'object' && item !== null && 'from' in item).length;
}
