import { ArnFormat, type Stack } from 'aws-cdk-lib';

/** Returns the ARN of a Step Functions resource in this account and Region, for example of the executions `name:*`. */
export function statesArn(
  stack: Stack,
  resource: 'stateMachine' | 'execution' | 'mapRun',
  name: string,
): string {
  return stack.formatArn({
    service: 'states',
    resource,
    resourceName: name,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}
