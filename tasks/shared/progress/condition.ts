import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { ProgressItem } from '../../../events/types.ts';

/** The members of a request that make a write conditional. */
export interface Condition {
  readonly ConditionExpression: string;
  readonly ExpressionAttributeNames: Record<string, string>;
  readonly ExpressionAttributeValues?: Record<string, AttributeValue>;
}

/**
 * Returns the condition that the item is unchanged: still absent, or with the same strings and numbers. Lists are not
 * compared, because each change of a list also changes a number.
 *
 * @see {@link https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ConditionExpressions.html}
 */
export function unchanged(found: ProgressItem | null): Condition {
  if (found === null) {
    return {
      ConditionExpression: 'attribute_not_exists(#feed)',
      ExpressionAttributeNames: { '#feed': 'feed' },
    };
  }
  const scalars = Object.entries(found).filter(([, value]) => ['string', 'number'].includes(typeof value));
  return {
    ConditionExpression: scalars.map(([name]) => `#${name} = :${name}`).join(' AND '),
    ExpressionAttributeNames: Object.fromEntries(scalars.map(([name]) => [`#${name}`, name])),
    ExpressionAttributeValues: marshall(
      Object.fromEntries(scalars.map(([name, value]) => [`:${name}`, value])),
    ),
  };
}
