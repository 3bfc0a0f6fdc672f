import { Stack, Validations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** An ARN with a wildcard in a policy, with the reason. */
export interface Wildcard {
  readonly arn: string;
  readonly reason: string;
}

/** Acknowledges the wildcards in a role's policies to cdk-nag. */
export function acknowledgeWildcards(role: Construct, wildcards: readonly Wildcard[]): void {
  for (const { arn, reason } of wildcards) {
    Validations.of(role).acknowledge({
      id: `AwsSolutions-IAM5[Resource::${asNagWritesIt(Stack.of(role), arn)}]`,
      reason,
    });
  }
}

/** Formats an ARN as cdk-nag does: pseudo parameters as `<AWS::Region>`, attributes of resources as `<Bucket.Arn>`. */
function asNagWritesIt(stack: Stack, arn: string): string {
  const resolved = stack.resolve(arn) as
    | string
    | { readonly 'Fn::Join': readonly [string, readonly unknown[]] };
  // The ARNs of a stage with an account and a Region have no pseudo parameters.
  if (typeof resolved === 'string') return resolved;
  return resolved['Fn::Join'][1]
    .map((part) => (typeof part === 'string' ? part : `<${nameOf(part as Reference)}>`))
    .join('');
}

/** A reference to a pseudo parameter, or to an attribute of a resource. */
type Reference = { readonly Ref: string } | { readonly 'Fn::GetAtt': readonly [string, string] };

const nameOf = (reference: Reference): string =>
  'Ref' in reference ? reference.Ref : reference['Fn::GetAtt'].join('.');
