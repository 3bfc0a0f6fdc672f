import { Stack, Validations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** ARNs with a wildcard in a policy, each with the reason why they have no name. */
export interface Wildcard {
  readonly arn: string;
  readonly reason: string;
}

/** Tells cdk-nag which wildcards in a role's policies are meant. */
export function acknowledgeWildcards(role: Construct, wildcards: readonly Wildcard[]): void {
  for (const { arn, reason } of wildcards) {
    Validations.of(role).acknowledge({
      id: `AwsSolutions-IAM5[Resource::${asNagWritesIt(Stack.of(role), arn)}]`,
      reason,
    });
  }
}

/** cdk-nag writes pseudo parameters as `<AWS::Region>`. */
function asNagWritesIt(stack: Stack, arn: string): string {
  const resolved = stack.resolve(arn) as
    | string
    | { readonly 'Fn::Join': readonly [string, readonly unknown[]] };
  // A stage with an account and a Region has no pseudo parameters in its ARNs.
  if (typeof resolved === 'string') return resolved;
  return resolved['Fn::Join'][1]
    .map((part) => (typeof part === 'string' ? part : `<${(part as { readonly Ref: string }).Ref}>`))
    .join('');
}
