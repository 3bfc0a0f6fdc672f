import { DescribeStacksCommand, type CloudFormationClient } from '@aws-sdk/client-cloudformation';

/** A deployed stack. */
export interface DeployedStack {
  /** For example UPDATE_COMPLETE. */
  readonly status: string;
  readonly outputs: Readonly<Record<string, string>>;
}

/** Looks a stack up; undefined when there is none of that name. */
export async function findStack(
  cloudFormation: CloudFormationClient,
  stackName: string,
): Promise<DeployedStack | undefined> {
  const { Stacks = [] } = await cloudFormation
    .send(new DescribeStacksCommand({ StackName: stackName }))
    .catch((error: unknown) => {
      // CloudFormation has no name of its own for this answer.
      if (error instanceof Error && error.message.includes('does not exist')) return { Stacks: [] };
      throw error;
    });
  const [stack] = Stacks;
  if (stack === undefined) return undefined;
  const outputs = (stack.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [
    OutputKey,
    OutputValue,
  ]);
  return {
    status: stack.StackStatus ?? 'UNKNOWN',
    outputs: Object.fromEntries(outputs) as Record<string, string>,
  };
}
