import { conformsTo } from '../../events/validate.ts';

/**
 * Returns the titles in the input of a state or an execution.
 * @example titlesIn('{"Items":[9000106,{"titleId":9000107}]}') // [9000106, 9000107]
 */
export function titlesIn(input: string | undefined): number[] {
  const value: unknown = input === undefined ? undefined : JSON.parse(input);
  if (conformsTo('PublishTitlesInput', value)) {
    const { outcomes, departures = [] } = value;
    return [...outcomes, ...departures].map(({ titleId }) => titleId);
  }
  if (typeof value !== 'object' || value === null) return [];
  // An item of ItemBatcher is an id, or an object for a title that arrived on services or left one.
  const items: unknown[] = 'Items' in value && Array.isArray(value.Items) ? value.Items : [value];
  return items.map(titleIn).filter((id) => id !== undefined);
}

function titleIn(item: unknown): number | undefined {
  const id = typeof item === 'object' && item !== null && 'titleId' in item ? item.titleId : item;
  return typeof id === 'number' ? id : undefined;
}
