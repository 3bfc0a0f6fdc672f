import type { TaskInvoker } from '../interpreter/ports.ts';
import type { TaskResource } from '../interpreter/task-resource.ts';
import { isIntegration as isDynamodb } from './dynamodb/actions.ts';

export interface TaskInvokerParts {
  /** For `lambda:invoke` and function ARNs. */
  readonly lambda: TaskInvoker;
  /** For `aws-sdk:ssm`. */
  readonly ssm: TaskInvoker;
  /** For `aws-sdk:sfn`. Default: refused. */
  readonly sfn?: TaskInvoker;
  /** For `states:startExecution`. Default: refused. */
  readonly states?: TaskInvoker;
  /** For `dynamodb` and `aws-sdk:dynamodb`. Default: refused. */
  readonly dynamodb?: TaskInvoker;
}

/** Creates an invoker that dispatches each Task state by its resource, and refuses unknown resources. */
export function createTaskInvoker({ lambda, ssm, sfn, states, dynamodb }: TaskInvokerParts): TaskInvoker {
  const partFor = (resource: TaskResource): TaskInvoker | undefined => {
    if (resource.kind === 'function') return lambda;
    if (resource.kind === 'activity') return undefined;
    if (resource.service === 'lambda') return lambda;
    if (resource.service === 'aws-sdk:ssm') return ssm;
    if (resource.service === 'states') return states;
    if (isDynamodb(resource.service)) return dynamodb;
    return resource.service === 'aws-sdk:sfn' ? sfn : undefined;
  };
  return {
    refusal(resource) {
      const part = partFor(resource);
      if (part !== undefined) return part.refusal(resource);
      if (resource.kind === 'activity') return 'Activities are not supported';
      if (resource.kind === 'service' && isDynamodb(resource.service)) {
        return `${resource.arn} is not supported: this runtime has no DynamoDB`;
      }
      const supported =
        'lambda:invoke, function ARNs, states:startExecution, and some actions of dynamodb, aws-sdk:dynamodb, aws-sdk:ssm and aws-sdk:sfn';
      return `${resource.arn} is not supported. Supported: ${supported}`;
    },
    invoke(call) {
      const part = partFor(call.resource);
      if (part !== undefined) return part.invoke(call);
      return Promise.reject(
        new Error(`${call.resource.arn} should have been refused when the definition was loaded`),
      );
    },
  };
}
