import { conformsTo } from '../../events/validate.ts';

/** The titles that a state or an execution was working on, as its input names them. */
export function titlesIn(input: string | undefined): number[] {
  const value: unknown = input === undefined ? undefined : JSON.parse(input);
  if (conformsTo('PublishTitlesInput', value)) return value.outcomes.flatMap(titleOf);
  if (typeof value === 'object' && value !== null && 'Items' in value && Array.isArray(value.Items)) {
    // ItemBatcher's batch: plain ids, or with what is known of a title that waits.
    return value.Items.flatMap((item: unknown) => (typeof item === 'number' ? [item] : titleOf(item)));
  }
  return titleOf(value);
}

function titleOf(value: unknown): number[] {
  return typeof value === 'object' && value !== null && 'titleId' in value ? [Number(value.titleId)] : [];
}
