import { type CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { isError } from '../native-error.ts';

/** A deployed stack. */
export interface DeployedStack {
  readonly status: string;
  readonly outputs: Readonly<Record<string, string>>;
}

/**
 * Looks up a stack; undefined if there is none with that name.
 * @example (await findStack(cloudFormation, names.sharedStack))?.status // 'UPDATE_COMPLETE'
 */
export async function findStack(
  cloudFormation: CloudFormationClient,
  stackName: string,
): Promise<DeployedStack | undefined> {
  try {
    const { Stacks = [] } = await cloudFormation.send(new DescribeStacksCommand({ StackName: stackName }));
    const [stack] = Stacks;
    if (stack === undefined) return undefined;
    const outputs = (stack.Outputs ?? []).map(
      ({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue] as const,
    );
    return { status: stack.StackStatus ?? 'UNKNOWN', outputs: Object.fromEntries(outputs) };
  } catch (error) {
    // CloudFormation has no separate error name for this.
    if (isError(error) && error.message.includes('does not exist')) return undefined;
    throw error;
  }
}
