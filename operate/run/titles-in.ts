import { conformsTo } from '../../events/validate.ts';

/** The titles that a state or an execution was working on, as its input names them. */
export function titlesIn(input: string | undefined): number[] {
  const value: unknown = input === undefined ? undefined : JSON.parse(input);
  if (conformsTo('PublishTitlesInput', value)) return value.outcomes.map(({ titleId }) => titleId);
  if (typeof value !== 'object' || value === null) return [];
  // What ItemBatcher makes of a batch: plain ids, or with what is known of one that waits.
  const items: unknown[] = 'Items' in value && Array.isArray(value.Items) ? value.Items : [value];
  return items.map(titleIn).filter((id) => id !== undefined);
}

function titleIn(item: unknown): number | undefined {
  const id = typeof item === 'object' && item !== null && 'titleId' in item ? item.titleId : item;
  return typeof id === 'number' ? id : undefined;
}
