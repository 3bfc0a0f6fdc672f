import { operations } from '../api/operations/index.ts';
import type { ApiContext } from '../api/operations/operation.ts';
import { ApiError } from '../api/protocol/api-error.ts';
import type { Wire } from '../api/wire.ts';
import { Interruption } from '../interpreter/interruption.ts';
import { isObject, parseJson, utf8Length } from '../interpreter/json.ts';
import { abortCause, startedExecution } from '../interpreter/nested-execution.ts';
import { omitUndefined } from '../interpreter/omit-undefined.ts';
import type { Clock, Random, TaskCall, TaskInvoker, TaskOutcome } from '../interpreter/ports.ts';
import { ServiceError } from '../interpreter/service-errors.ts';
import { isJob, type TaskResource } from '../interpreter/task-resource.ts';
import { inApiShape, inSdkShape } from './sdk-shape.ts';

export interface NestedExecutionsOptions {
  /** Called when a task runs: the engine is created after this invoker. */
  readonly context: () => ApiContext;
  readonly clock: Pick<Clock, 'now'>;
  readonly random: Pick<Random, 'uuid'>;
  /** Receives an error of stopping the execution of a task that has ended. */
  readonly onDefect: (error: unknown) => void;
}

const MEMBERS = new Set(['StateMachineArn', 'Name', 'Input', 'TraceHeader']);
const PATTERNS: readonly (string | undefined)[] = [undefined, 'sync', 'sync:2'];

/**
 * Creates the invoker for `states:startExecution`, `.sync` and `.sync:2`, which start an execution of another state
 * machine of this runtime. The last two wait for its end, and stop it if their state is ended first.
 *
 * @see {@link https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html}
 */
export function createNestedExecutions(options: NestedExecutionsOptions): TaskInvoker {
  return {
    refusal,
    async invoke(call): Promise<TaskOutcome> {
      const request = parseJson(call.arguments);
      if (!isObject(request)) return invalid(`The arguments of ${call.resource.arn} must be an object`);
      const unknown = Object.keys(request).find((member) => !MEMBERS.has(member));
      if (unknown !== undefined) return invalid(`The field "${unknown}" is not supported by Step Functions`);
      try {
        const started = (await takeUp(call, options)) ?? (await start(request, options));
        return isJob(call.resource)
          ? await untilDone(started, call, options)
          : { status: 'SUCCEEDED', output: started };
      } catch (error) {
        if (!(error instanceof ApiError) && !(error instanceof ServiceError)) throw error;
        return refused(error, options.random.uuid());
      }
    },
  };
}

function refusal(resource: TaskResource): string | undefined {
  const { kind, arn } = resource;
  if (kind === 'service' && resource.action === 'startExecution' && PATTERNS.includes(resource.pattern)) {
    return undefined;
  }
  return `${arn} is not supported. Supported: startExecution, startExecution.sync and startExecution.sync:2`;
}

/** Starts an execution and returns the answer of StartExecution, as Step Functions records it. */
async function start(
  { Input: input, ...request }: Readonly<Record<string, unknown>>,
  { context, clock, random }: NestedExecutionsOptions,
): Promise<string> {
  // A text is the JSON text of the input, as it is in the payload of a function.
  const text = input === undefined || typeof input === 'string' ? input : JSON.stringify(input);
  const body = { ...inApiShape(request), ...omitUndefined({ input: text }) };
  const answer = await api('StartExecution', body, context());
  const requestId = random.uuid();
  const headers = {
    'x-amzn-RequestId': requestId,
    connection: 'keep-alive',
    'Content-Length': String(utf8Length(JSON.stringify(answer))),
    Date: new Date(clock.now()).toUTCString(),
    'Content-Type': 'application/x-amz-json-1.0',
  };
  const allHeaders = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));
  return recorded({
    ...inTaskShape(answer),
    SdkHttpMetadata: { AllHttpHeaders: allHeaders, HttpHeaders: headers, HttpStatusCode: 200 },
    SdkResponseMetadata: { RequestId: requestId },
  });
}

/**
 * Returns the answer that an earlier process recorded, if its execution has succeeded or can go on. An execution that
 * was interrupted with that process is redriven.
 */
async function takeUp(
  { resumes }: TaskCall,
  { context }: NestedExecutionsOptions,
): Promise<string | undefined> {
  if (resumes === undefined) return undefined;
  const { engine } = context();
  const executionArn = executionIn(resumes);
  const { record, interrupted } = await engine.describeExecution(executionArn);
  if (interrupted) await engine.redriveExecution({ executionArn });
  return record.status === 'RUNNING' || record.status === 'SUCCEEDED' ? resumes : undefined;
}

/** Waits for the end of a started execution. */
async function untilDone(
  started: string,
  call: TaskCall,
  { context, onDefect }: NestedExecutionsOptions,
): Promise<TaskOutcome> {
  const executionArn = executionIn(started);
  const { engine } = context();
  try {
    call.submitted?.(started);
    await untilEnded(engine.whenEnded(executionArn), call.signal);
  } catch (error) {
    // The engine closes: the execution goes on when it is redriven.
    if (!isClosing(call.signal)) {
      const cause = abortCause(call.executionArn);
      await engine.stopExecution({ executionArn, cause }).catch(onDefect);
    }
    throw error;
  }
  const description = inTaskShape(await api('DescribeExecution', { executionArn }, context()));
  if (description['Status'] !== 'SUCCEEDED') {
    return { status: 'FAILED', error: 'States.TaskFailed', cause: recorded(description) };
  }
  return {
    status: 'SUCCEEDED',
    output: recorded(parsesData(call.resource) ? withData(description) : description),
  };
}

function parsesData(resource: TaskResource): boolean {
  return resource.kind === 'service' && resource.pattern === 'sync:2';
}

function withData(description: Wire): Wire {
  const { Input: input, Output: output } = description;
  return { ...description, Input: parseJson(String(input)), Output: parseJson(String(output)) };
}

/** Settles as `ended` does, or rejects as soon as the signal aborts. */
function untilEnded(ended: Promise<unknown>, signal: AbortSignal): Promise<unknown> {
  return new Promise((resolve, reject) => {
    // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- the reason is the caller's
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    void ended.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

function isClosing({ reason }: AbortSignal): boolean {
  return reason instanceof Interruption && reason.kind === 'CLOSED';
}

async function api(name: string, body: Wire, context: ApiContext): Promise<Wire> {
  const operation = operations.get(name);
  if (operation === undefined) throw new Error(`The API has no operation ${name}`);
  return operation(body, context, new AbortController().signal);
}

/** Converts an answer of the API to the shape of this integration: dates are in milliseconds. */
function inTaskShape(answer: Wire): Wire {
  return inSdkShape(answer, (epochMs) => epochMs) as Wire;
}

/** Returns the JSON text of a result, with its members in alphabetical order. */
function recorded(result: Wire): string {
  return JSON.stringify(Object.fromEntries(Object.entries(result).sort(([a], [b]) => (a < b ? -1 : 1))));
}

function executionIn(started: string): string {
  const executionArn = startedExecution(started);
  if (executionArn === undefined) throw new Error(`No execution was started: ${started}`);
  return executionArn;
}

/** Returns the failure for a request that the API refuses: names and texts of the AWS SDK for Java 1. */
function refused({ name, message }: Error, requestId: string): TaskOutcome {
  const facts = `Service: AWSStepFunctions; Status Code: 400; Error Code: ${name}; Request ID: ${requestId}; Proxy: null`;
  const error = `StepFunctions.${name.replace(/(?:Exception)?$/, 'Exception')}`;
  return { status: 'FAILED', error, cause: `${message} (${facts})` };
}

function invalid(cause: string): TaskOutcome {
  return { status: 'FAILED', error: 'States.Runtime', cause };
}
