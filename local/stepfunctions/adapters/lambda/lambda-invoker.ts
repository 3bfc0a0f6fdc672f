import { omitUndefined } from '../../interpreter/omit-undefined.ts';
import { isJson, isObject, parseJson } from '../../interpreter/json.ts';
import type { Clock, TaskCall, TaskInvoker, TaskOutcome } from '../../interpreter/ports.ts';
import type { TaskResource } from '../../interpreter/task-resource.ts';
import { parseFunctionName } from './function-name.ts';
import { invokeResult } from './invoke-result.ts';
import type { LambdaAnswer, LambdaService } from './lambda-answer.ts';

/** The supported `Arguments` of `lambda:invoke`. AWS also supports `ClientContext`. */
const SUPPORTED_ARGUMENTS = new Set(['FunctionName', 'Payload', 'Qualifier', 'InvocationType', 'LogType']);

/** Creates the invoker for Task states whose resource is `lambda:invoke` or a function ARN. */
export function createLambdaInvoker(service: LambdaService, clock: Pick<Clock, 'now'>): TaskInvoker {
  return {
    refusal: (resource) => refusal(resource),
    async invoke(call): Promise<TaskOutcome> {
      const request = readRequest(call);
      if ('status' in request) return request;
      const { raw, ...invocation } = request;
      const answer = await service.invoke({ ...invocation, signal: call.signal });
      if (answer.kind !== 'RESULT') return failure(answer);
      if (raw) return { status: 'SUCCEEDED', output: answer.payload };
      return { status: 'SUCCEEDED', output: invokeResult({ ...answer, date: clock.now() }) };
    },
  };
}

function refusal(resource: TaskResource): string | undefined {
  if (resource.kind === 'function') {
    return parseFunctionName(resource.arn) === undefined
      ? `${resource.arn} is not a valid function ARN`
      : undefined;
  }
  if (resource.kind !== 'service' || resource.service !== 'lambda' || resource.action !== 'invoke') {
    return `${resource.arn} is not supported. Supported: lambda:invoke and function ARNs`;
  }
  return resource.pattern === undefined
    ? undefined
    : `lambda:invoke.${resource.pattern} is not supported: use lambda:invoke`;
}

interface Request {
  readonly name: string;
  readonly qualifier?: string;
  readonly payload: string;
  /** True to return the end of the log. */
  readonly withLog: boolean;
  /** True if the result is the payload alone, as for a function ARN. */
  readonly raw: boolean;
}

function readRequest({ resource, arguments: text }: TaskCall): Request | TaskOutcome {
  if (resource.kind === 'function') {
    const target = parseFunctionName(resource.arn);
    return target === undefined
      ? invalid(`${resource.arn} is not a valid function ARN`)
      : { ...target, payload: text, withLog: false, raw: true };
  }
  const value = parseJson(text);
  if (!isObject(value)) return invalid('The arguments of lambda:invoke must be an object');
  const unknown = Object.keys(value).find((key) => !SUPPORTED_ARGUMENTS.has(key));
  if (unknown !== undefined) return invalid(`The field "${unknown}" is not supported by Step Functions`);
  const { FunctionName, Payload, Qualifier, InvocationType, LogType } = value;
  const payload = payloadText(Payload);
  if (payload === undefined) {
    return {
      status: 'FAILED',
      error: 'Lambda.InvalidRequestContentException',
      cause: 'Could not parse request body into json: the string given as Payload is not a JSON text',
    };
  }
  if (typeof FunctionName !== 'string')
    return invalid('The field "FunctionName" is required and must be a string');
  if (InvocationType !== undefined && InvocationType !== 'RequestResponse') {
    return invalid(
      `InvocationType ${JSON.stringify(InvocationType)} is not supported here: use RequestResponse`,
    );
  }
  if (LogType !== undefined && LogType !== 'None' && LogType !== 'Tail') {
    return invalid(`LogType ${JSON.stringify(LogType)} is not supported: use None or Tail`);
  }
  const target = parseFunctionName(FunctionName);
  if (target === undefined) {
    return {
      status: 'FAILED',
      error: 'Lambda.ValidationException',
      cause: `Value '${FunctionName}' at 'functionName' is no name, partial ARN or ARN of a function`,
    };
  }
  const qualifier = typeof Qualifier === 'string' ? Qualifier : target.qualifier;
  return {
    name: target.name,
    ...omitUndefined({ qualifier }),
    payload,
    withLog: LogType === 'Tail',
    raw: false,
  };
}

/**
 * Returns the event as JSON text. A string must be JSON text itself; undefined if it is not. Null becomes an empty
 * object, as on Lambda.
 */
function payloadText(payload: unknown): string | undefined {
  if (payload === undefined || payload === null) return '{}';
  if (typeof payload !== 'string') return JSON.stringify(payload);
  return isJson(payload) ? payload : undefined;
}

function invalid(cause: string): TaskOutcome {
  return { status: 'FAILED', error: 'States.Runtime', cause };
}

function failure(answer: Exclude<LambdaAnswer, { kind: 'RESULT' }>): TaskOutcome {
  if (answer.kind === 'SERVICE_ERROR') return { status: 'FAILED', error: answer.error, cause: answer.cause };
  const value = parseJson(answer.payload);
  const type = isObject(value) ? value['errorType'] : undefined;
  return {
    status: 'FAILED',
    error: typeof type === 'string' && type !== '' ? type : 'Lambda.Unknown',
    cause: answer.payload,
  };
}
