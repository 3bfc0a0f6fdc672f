import { operations } from '../api/operations/index.ts';
import type { ApiContext } from '../api/operations/operation.ts';
import { ApiError } from '../api/protocol/api-error.ts';
import { isObject, parseJson } from '../interpreter/json.ts';
import type { Random, TaskInvoker, TaskOutcome } from '../interpreter/ports.ts';
import { ServiceError } from '../interpreter/service-errors.ts';
import type { TaskResource } from '../interpreter/task-resource.ts';
import { capitalise, inApiShape, inSdkShape } from './sdk-shape.ts';

export interface StepFunctionsTasksOptions {
  /** Called when a task runs: the engine is created after this invoker. */
  readonly context: () => ApiContext;
  readonly random: Pick<Random, 'uuid'>;
}

/** The supported actions, each with the members that its `Arguments` may have. */
const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  describeExecution: ['ExecutionArn', 'IncludedData'],
  listExecutions: [
    'StateMachineArn',
    'MapRunArn',
    'StatusFilter',
    'RedriveFilter',
    'MaxResults',
    'NextToken',
  ],
  listMapRuns: ['ExecutionArn', 'MaxResults', 'NextToken'],
  redriveExecution: ['ExecutionArn', 'ClientToken'],
};

/** The errors that have a class in the SDK; all others are `SfnException`. */
const MODELLED = new Set([
  'ExecutionDoesNotExist',
  'ExecutionLimitExceeded',
  'ExecutionNotRedrivable',
  'InvalidArn',
  'InvalidToken',
  'ResourceNotFound',
  'StateMachineDoesNotExist',
  'StateMachineTypeNotSupported',
  'ValidationException',
]);

/**
 * Creates the invoker for `aws-sdk:sfn:...`. In results, members begin with a capital letter and dates are texts such
 * as `2026-11-24T06:00:00.123Z`. Errors have the class names of the AWS SDK for Java, for example
 * `Sfn.ExecutionNotRedrivableException`.
 *
 * @see {@link https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html}
 */
export function createStepFunctionsTasks({ context, random }: StepFunctionsTasksOptions): TaskInvoker {
  return {
    refusal,
    async invoke({ resource, arguments: text, signal }): Promise<TaskOutcome> {
      const action = resource.kind === 'service' ? resource.action : '';
      const operation = operations.get(capitalise(action));
      if (operation === undefined) throw new Error(`${resource.arn} should have been refused at load`);
      const request = parseJson(text);
      if (!isObject(request)) return invalid(`The arguments of ${resource.arn} must be an object`);
      const unknown = Object.keys(request).find((member) => ACTIONS[action]?.includes(member) !== true);
      if (unknown !== undefined) return invalid(`The field "${unknown}" is not supported by Step Functions`);
      try {
        const answer = await operation(inApiShape(request), context(), signal);
        return { status: 'SUCCEEDED', output: JSON.stringify(inSdkShape(answer, isoTime)) };
      } catch (error) {
        if (!(error instanceof ApiError) && !(error instanceof ServiceError)) throw error;
        const cause = `${error.message} (Service: Sfn, Status Code: 400, Request ID: ${random.uuid()})`;
        return { status: 'FAILED', error: errorName(error.name), cause };
      }
    },
  };
}

function refusal(resource: TaskResource): string | undefined {
  const isSfn = resource.kind === 'service' && resource.service === 'aws-sdk:sfn';
  if (!isSfn || !Object.hasOwn(ACTIONS, resource.action)) {
    const supported = Object.keys(ACTIONS).join(', ');
    return `${resource.arn} is not supported. Supported: ${supported}`;
  }
  return resource.pattern === undefined
    ? undefined
    : `${resource.arn} is not supported: use the resource without .${resource.pattern}`;
}

function errorName(code: string): string {
  return MODELLED.has(code) ? `Sfn.${code.replace(/(?:Exception)?$/, 'Exception')}` : 'Sfn.SfnException';
}

function isoTime(epochMs: number): string {
  return new Date(epochMs).toISOString();
}

function invalid(cause: string): TaskOutcome {
  return { status: 'FAILED', error: 'States.Runtime', cause };
}
