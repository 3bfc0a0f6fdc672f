import { ArnFormat, type Stack } from 'aws-cdk-lib';

/** The ARN of a resource of Step Functions in this account and Region, for example of all executions of `name:*`. */
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
