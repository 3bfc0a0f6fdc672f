import type { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Names } from '../workflow/names.ts';

/** The progress table, by name and not by reference: an export would keep the shared stack from being changed. */
export function progressTableArn(stack: Stack, { progressTable }: Names): string {
  return stack.formatArn({ service: 'dynamodb', resource: 'table', resourceName: progressTable });
}

/** The permission to use the progress table in some ways, for example `dynamodb:GetItem`. */
export function progressAccess(stack: Stack, names: Names, actions: string[]): PolicyStatement {
  return new PolicyStatement({
    sid: 'UseProgressTable',
    actions,
    resources: [progressTableArn(stack, names)],
  });
}
