import type { Clock, Random } from '../../interpreter/ports.ts';
import { parseJson, utf8Length } from '../../interpreter/json.ts';
import { Semaphore } from '../../interpreter/semaphore.ts';
import { thrownPayload, timedOutPayload, tooLargePayload, unserialisablePayload } from './function-error.ts';
import type { HostedFunction, HostedFunctions } from './hosted-function.ts';
import type { LambdaAnswer, LambdaInvocation, LambdaService } from './lambda-answer.ts';
import { createContext } from './lambda-context.ts';

/** Lambda's limit for the response of a synchronous invocation: 6 MiB and 100 bytes. */
const RESPONSE_LIMIT_BYTES = 6_291_556;
const DEFAULT_TIMEOUT_MS = 3000;
const DEFAULT_MEMORY_MB = 128;
/** The default concurrency of an account in a Region on AWS. */
const DEFAULT_CONCURRENCY = 1000;
/** The reason to cancel the timeout: a constant, because an error would cost a stack trace each time. */
const FINISHED = 'finished';

/** The response to an invocation that the caller has aborted. */
const ABANDONED: LambdaAnswer = {
  kind: 'SERVICE_ERROR',
  error: 'Lambda.Unknown',
  cause: 'The invocation was abandoned.',
};

export interface LambdaHostOptions {
  readonly functions: HostedFunctions;
  readonly clock: Clock;
  readonly random: Random;
  readonly region: string;
  readonly accountId: string;
  /** The maximum concurrency of all functions; further invocations fail with TooManyRequestsException. Default 1000. */
  readonly concurrency?: number;
  /** The service for functions that are not hosted here. Default: invocations fail with ResourceNotFoundException. */
  readonly elsewhere?: LambdaService;
}

/**
 * Creates a Lambda service that runs functions in this process, with JSON serialisation, a context object, timeouts,
 * concurrency limits, and Lambda's errors.
 * @example
 * const functions = { greet: { handler: async ({ name }) => `Hello, ${name}`, timeoutMs: 1_000 } };
 * const host = createLambdaHost({ functions, clock, random, region, accountId });
 * const lambda = createLambdaInvoker(host, clock);
 */
export function createLambdaHost(options: LambdaHostOptions): LambdaService {
  const { functions, elsewhere, concurrency = DEFAULT_CONCURRENCY } = options;
  const permits = new Map(
    Object.entries(functions).map(([name, { atOnce = Infinity }]) => [name, new Semaphore(atOnce)]),
  );
  let underWay = 0;
  return {
    async invoke(invocation) {
      // Own properties only, so that the name `constructor` finds no function.
      const hosted = Object.hasOwn(functions, invocation.name) ? functions[invocation.name] : undefined;
      if (hosted === undefined) {
        return elsewhere === undefined ? notFound(invocation, options) : elsewhere.invoke(invocation);
      }
      if (underWay >= concurrency) return throttled(options);
      underWay += 1;
      try {
        const own = permits.get(invocation.name);
        const permit = own?.acquire(invocation.signal) ?? true;
        if (permit !== true && !(await permit)) return ABANDONED;
        try {
          return await run(hosted, invocation, options);
        } finally {
          own?.release();
        }
      } finally {
        underWay -= 1;
      }
    },
  };
}

async function run(
  hosted: HostedFunction,
  { name, qualifier, payload, withLog = false, signal }: LambdaInvocation,
  { clock, random, region, accountId }: LambdaHostOptions,
): Promise<LambdaAnswer> {
  const requestId = random.uuid();
  const timeoutMs = hosted.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const begin = clock.monotonic();
  const deadline = begin + timeoutMs;
  const context = createContext({
    requestId,
    functionName: name,
    invokedFunctionArn: functionArn(region, accountId, name, qualifier),
    memoryLimitInMB: hosted.memoryLimitInMB ?? DEFAULT_MEMORY_MB,
    remainingMs: () => deadline - clock.monotonic(),
  });
  // Not AbortSignal.any: Node.js leaks its signals once they have been listened to and aborted.
  const finished = new AbortController();
  const abandon = (): void => {
    finished.abort(FINISHED);
  };
  signal.addEventListener('abort', abandon, { once: true });
  if (signal.aborted) abandon();
  const timeUp = clock.sleep(timeoutMs, finished.signal).then(
    (): LambdaAnswer => ({ kind: 'FUNCTION_ERROR', payload: timedOutPayload(requestId, timeoutMs) }),
    // Aborted: the handler has responded, or the caller has given up.
    (): LambdaAnswer => ABANDONED,
  );
  const answer = call(hosted, payload, context).then(({ kind, text }): LambdaAnswer =>
    kind === 'RESULT'
      ? {
          kind,
          ...{ payload: text, executedVersion: executedVersion(qualifier), requestId },
          ...(withLog ? { logResult: logResult(requestId, qualifier, clock.monotonic() - begin) } : {}),
        }
      : { kind, payload: text },
  );
  try {
    return await Promise.race([answer, timeUp]);
  } finally {
    signal.removeEventListener('abort', abandon);
    abandon();
  }
}

async function call(
  { handler }: HostedFunction,
  payload: string,
  context: Parameters<HostedFunction['handler']>[1],
): Promise<{ readonly kind: 'RESULT' | 'FUNCTION_ERROR'; readonly text: string }> {
  let result: unknown;
  try {
    result = await handler(parseJson(payload), context);
  } catch (thrown) {
    return { kind: 'FUNCTION_ERROR', text: thrownPayload(thrown) };
  }
  const text = stringify(result);
  if (text === undefined) return { kind: 'FUNCTION_ERROR', text: unserialisablePayload() };
  if (utf8Length(text) > RESPONSE_LIMIT_BYTES) {
    return { kind: 'FUNCTION_ERROR', text: tooLargePayload(RESPONSE_LIMIT_BYTES) };
  }
  return { kind: 'RESULT', text };
}

/** Returns the JSON text of a result, or undefined if it cannot be serialised (a cycle, a BigInt). */
function stringify(result: unknown): string | undefined {
  try {
    // The declared type is wrong: JSON.stringify returns undefined for functions and symbols.
    const text = JSON.stringify(result) as string | undefined;
    return text ?? 'null';
  } catch {
    return undefined;
  }
}

function throttled({ random }: LambdaHostOptions): LambdaAnswer {
  return {
    kind: 'SERVICE_ERROR',
    error: 'Lambda.TooManyRequestsException',
    cause: `Rate Exceeded. (Service: Lambda, Status Code: 429, Request ID: ${random.uuid()})`,
  };
}

function notFound(
  { name, qualifier }: LambdaInvocation,
  { random, region, accountId }: LambdaHostOptions,
): LambdaAnswer {
  const arn = functionArn(region, accountId, name, qualifier);
  return {
    kind: 'SERVICE_ERROR',
    error: 'Lambda.ResourceNotFoundException',
    cause: `Function not found: ${arn} (Service: Lambda, Status Code: 404, Request ID: ${random.uuid()})`,
  };
}

/** Returns Lambda's own log lines in Base64. The function's lines go to the log of the tasks only. */
function logResult(requestId: string, qualifier: string | undefined, durationMs: number): string {
  const lines = [
    `START RequestId: ${requestId} Version: ${executedVersion(qualifier)}`,
    `END RequestId: ${requestId}`,
    `REPORT RequestId: ${requestId}\tDuration: ${durationMs.toFixed(2)} ms\tBilled Duration: ${Math.ceil(durationMs)} ms`,
  ];
  return Buffer.from(`${lines.join('\n')}\n`).toString('base64');
}

function executedVersion(qualifier: string | undefined): string {
  return qualifier !== undefined && /^[0-9]+$/.test(qualifier) ? qualifier : '$LATEST';
}

function functionArn(region: string, accountId: string, name: string, qualifier: string | undefined): string {
  const arn = `arn:aws:lambda:${region}:${accountId}:function:${name}`;
  return qualifier === undefined ? arn : `${arn}:${qualifier}`;
}
