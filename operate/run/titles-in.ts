import { conformsTo } from '../../events/validate.ts';

/** The titles that a state or an execution was working on, as its input names them. */
export function titlesIn(input: string | undefined): number[] {
  if (input === undefined) return [];
  const value: unknown = JSON.parse(input);
  if (conformsTo('FetchTitleDetailsInput', value)) return [value.titleId];
  if (conformsTo('PublishTitlesInput', value)) return value.outcomes.map(({ titleId }) => titleId);
  if (typeof value === 'object' && value !== null && 'Items' in value && Array.isArray(value.Items)) {
    // What ItemBatcher makes of a batch.
    return value.Items.filter((item) => typeof item === 'number');
  }
  return [];
}
