import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { mockClient } from 'aws-sdk-client-mock';

/** An error as the SDK's clients throw it. */
export const awsError = (name: string, message = name): Error =>
  Object.assign(new Error(message), { name, $metadata: {} });

/** A CloudFormation in memory. */
export class DeployedStacks {
  readonly mock = mockClient(CloudFormationClient);

  /** Has it know these stacks with their outputs, and no other. */
  set(stacks: Readonly<Record<string, Readonly<Record<string, string>>>>): void {
    this.mock.reset();
    this.mock.on(DescribeStacksCommand).callsFake(({ StackName }: { StackName: string }) => {
      const outputs = stacks[StackName];
      if (outputs === undefined) {
        return Promise.reject(awsError('ValidationError', `Stack with id ${StackName} does not exist`));
      }
      const Outputs = Object.entries(outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue }));
      return Promise.resolve({ Stacks: [{ StackName, StackStatus: 'UPDATE_COMPLETE', Outputs }] });
    });
  }
}
