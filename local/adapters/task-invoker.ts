import type { TaskInvoker } from '../interpreter/ports.ts';
import type { TaskResource } from '../interpreter/task-resource.ts';

export interface TaskInvokerParts {
  /** For `lambda:invoke` and function ARNs. */
  readonly lambda: TaskInvoker;
  /** For `aws-sdk:ssm`. */
  readonly ssm: TaskInvoker;
}

/** Gives each Task state to the part that knows its resource, and refuses resources that none knows. */
export function createTaskInvoker({ lambda, ssm }: TaskInvokerParts): TaskInvoker {
  const partFor = (resource: TaskResource): TaskInvoker | undefined => {
    if (resource.kind === 'function') return lambda;
    if (resource.kind === 'activity') return undefined;
    if (resource.service === 'lambda') return lambda;
    return resource.service === 'aws-sdk:ssm' ? ssm : undefined;
  };
  return {
    refusal(resource) {
      const part = partFor(resource);
      if (part !== undefined) return part.refusal(resource);
      if (resource.kind === 'activity') return 'Activities are not supported';
      return `${resource.arn} is not supported: lambda:invoke, function ARNs, aws-sdk:ssm:getParameter and putParameter are`;
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
