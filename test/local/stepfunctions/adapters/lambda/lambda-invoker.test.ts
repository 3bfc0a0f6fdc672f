import { describe, expect, it } from '@jest/globals';
import type { HostedFunctions } from '../../../../../local/stepfunctions/adapters/lambda/hosted-function.ts';
import { createLambdaHost } from '../../../../../local/stepfunctions/adapters/lambda/lambda-host.ts';
import { createLambdaInvoker } from '../../../../../local/stepfunctions/adapters/lambda/lambda-invoker.ts';
import type { TaskInvoker, TaskOutcome } from '../../../../../local/stepfunctions/interpreter/ports.ts';
import { parseTaskResource } from '../../../../../local/stepfunctions/interpreter/task-resource.ts';
import { VirtualClock } from '../../../../../local/stepfunctions/testing.ts';
import { call } from './support/call.ts';
import { settled } from '../../../../support/settled.ts';

const INVOKE = 'arn:aws:states:::lambda:invoke';
const FUNCTION = 'arn:aws:lambda:eu-west-2:000000000000:function:work';
const UUID = '11111111-2222-4333-8444-555555555555';
const START = Date.UTC(2026, 0, 2, 3, 4, 5);

const virtualClock = (): VirtualClock => new VirtualClock(settled, START);

function invokerOf(functions: HostedFunctions, clock = virtualClock(), rest = {}): TaskInvoker {
  const random = { next: () => 0.5, uuid: () => UUID };
  const host = createLambdaHost({
    ...{ functions, clock, random, region: 'eu-west-2', accountId: '000000000000' },
    ...rest,
  });
  return createLambdaInvoker(host, clock);
}

const work = (handler: HostedFunctions[string]['handler'], rest = {}): TaskInvoker =>
  invokerOf({ work: { handler, ...rest } });

function outputOf(outcome: TaskOutcome): unknown {
  if (outcome.status !== 'SUCCEEDED') throw new Error(`${outcome.error}: ${outcome.cause}`);
  return JSON.parse(outcome.output);
}

describe('lambda:invoke', () => {
  it('returns the payload with metadata of the response', async () => {
    const invoker = work((event) => Promise.resolve({ got: event }));
    const outcome = await invoker.invoke(call(INVOKE, { FunctionName: 'work', Payload: { a: 'é' } }));
    const headers = {
      Connection: 'keep-alive',
      'Content-Length': '18',
      'Content-Type': 'application/json',
      Date: 'Fri, 02 Jan 2026 03:04:05 GMT',
      'X-Amz-Executed-Version': '$LATEST',
      'x-amzn-Remapped-Content-Length': '0',
      'x-amzn-RequestId': UUID,
      'X-Amzn-Trace-Id': expect.stringMatching(
        /^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$/,
      ),
    };
    expect(outputOf(outcome)).toEqual({
      ExecutedVersion: '$LATEST',
      Payload: { got: { a: 'é' } },
      SdkHttpMetadata: {
        AllHttpHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
        HttpHeaders: headers,
        HttpStatusCode: 200,
      },
      SdkResponseMetadata: { RequestId: UUID },
      StatusCode: 200,
    });
  });

  it.each([
    ['a name', 'work', undefined],
    ['a name with a version', 'work:7', '7'],
    ['a partial ARN', '000000000000:function:work', undefined],
    ['an ARN', FUNCTION, undefined],
    ['an ARN with an alias', `${FUNCTION}:live`, 'live'],
    ['an ARN with $LATEST', `${FUNCTION}:$LATEST`, '$LATEST'],
  ])('finds the function by %s', async (_, FunctionName, qualifier) => {
    const invoker = work((__, { invokedFunctionArn }) => Promise.resolve(invokedFunctionArn));
    const outcome = await invoker.invoke(call(INVOKE, { FunctionName }));
    expect(outputOf(outcome)).toMatchObject({
      Payload: qualifier === undefined ? FUNCTION : `${FUNCTION}:${qualifier}`,
      ExecutedVersion: qualifier === '7' ? '7' : '$LATEST',
    });
  });

  it('accepts the qualifier as an argument', async () => {
    const invoker = work((__, { invokedFunctionArn }) => Promise.resolve(invokedFunctionArn));
    const outcome = await invoker.invoke(call(INVOKE, { FunctionName: 'work', Qualifier: 'live' }));
    expect(outputOf(outcome)).toMatchObject({ Payload: `${FUNCTION}:live` });
  });

  it('passes an empty object without a payload', async () => {
    const outcome = await work((event) => Promise.resolve(event)).invoke(
      call(INVOKE, { FunctionName: 'work' }),
    );
    expect(outputOf(outcome)).toMatchObject({ Payload: {} });
  });

  it.each([
    [null, {}],
    ['{"a":[1]}', { a: [1] }],
    ['"text"', 'text'],
    ['17', 17],
    [0, 0],
    [['a'], ['a']],
  ])('passes the payload %j like AWS', async (Payload, event) => {
    const outcome = await work((given) => Promise.resolve({ given })).invoke(
      call(INVOKE, { FunctionName: 'work', Payload }),
    );
    expect(outputOf(outcome)).toMatchObject({ Payload: { given: event } });
  });

  it('returns the end of the log on request', async () => {
    const invoker = work(() => Promise.resolve(null));
    const outcome = await invoker.invoke(call(INVOKE, { FunctionName: 'work', LogType: 'Tail' }));
    const { LogResult, SdkHttpMetadata } = outputOf(outcome) as {
      readonly LogResult: string;
      readonly SdkHttpMetadata: { readonly HttpHeaders: Readonly<Record<string, string>> };
    };
    expect(Buffer.from(LogResult, 'base64').toString()).toBe(
      `START RequestId: ${UUID} Version: $LATEST\nEND RequestId: ${UUID}\n` +
        `REPORT RequestId: ${UUID}\tDuration: 0.00 ms\tBilled Duration: 0 ms\n`,
    );
    expect(SdkHttpMetadata.HttpHeaders['X-Amz-Log-Result']).toBe(LogResult);
    const without = await invoker.invoke(call(INVOKE, { FunctionName: 'work', LogType: 'None' }));
    expect(outputOf(without)).not.toHaveProperty('LogResult');
  });

  it.each([
    [{ FunctionName: 'work', InvocationType: 'Event' }, 'States.Runtime', 'InvocationType "Event"'],
    [{ FunctionName: 'work', LogType: 'All' }, 'States.Runtime', 'LogType "All"'],
    [
      { FunctionName: 'work', Payload: 'no JSON' },
      'Lambda.InvalidRequestContentException',
      'Could not parse request body into json',
    ],
    [{ FunctionName: 'work', ClientContext: 'e30=' }, 'States.Runtime', 'The field "ClientContext"'],
    [{ Payload: {} }, 'States.Runtime', '"FunctionName" is required'],
    ['work', 'States.Runtime', 'must be an object'],
    [{ FunctionName: 'not a name' }, 'Lambda.ValidationException', "'not a name'"],
  ])('refuses the arguments %j', async (args, error, cause) => {
    const outcome = await work((event) => Promise.resolve(event)).invoke(call(INVOKE, args));
    expect(outcome).toMatchObject({ status: 'FAILED', error, cause: expect.stringContaining(cause) });
  });

  it.each(['other', 'constructor'])('does not know the function %s', async (FunctionName) => {
    const outcome = await work((event) => Promise.resolve(event)).invoke(call(INVOKE, { FunctionName }));
    expect(outcome).toEqual({
      status: 'FAILED',
      error: 'Lambda.ResourceNotFoundException',
      cause: `Function not found: arn:aws:lambda:eu-west-2:000000000000:function:${FunctionName} (Service: Lambda, Status Code: 404, Request ID: ${UUID})`,
    });
  });
});

describe('the ARN of a function', () => {
  it('passes the state input as the event and returns the result unchanged', async () => {
    const outcome = await work((event) => Promise.resolve([event])).invoke(call(FUNCTION, { a: 1 }));
    expect(outcome).toEqual({ status: 'SUCCEEDED', output: '[{"a":1}]' });
  });
});

describe('a hosted function', () => {
  it('shares nothing with its caller', async () => {
    const kept: { value: unknown } = { value: { n: 1, left: undefined, when: new Date(0) } };
    const outcome = await work(() => Promise.resolve(kept.value)).invoke(call(FUNCTION, {}));
    kept.value = null;
    expect(outputOf(outcome)).toEqual({ n: 1, when: '1970-01-01T00:00:00.000Z' });
  });

  it.each([
    ['undefined', undefined],
    ['a function', () => 1],
  ])('that returns %s results in null', async (_, value) => {
    expect(outputOf(await work(() => Promise.resolve(value)).invoke(call(FUNCTION, {})))).toBeNull();
  });

  it('gets a context like Lambda’s', async () => {
    const invoker = work(
      (_, context) =>
        Promise.resolve([
          context.awsRequestId,
          context.functionName,
          context.functionVersion,
          context.memoryLimitInMB,
          context.logGroupName,
          context.getRemainingTimeInMillis(),
        ]),
      { timeoutMs: 9000, memoryLimitInMB: 512 },
    );
    expect(outputOf(await invoker.invoke(call(FUNCTION, {})))).toEqual([
      ...[UUID, 'work', '$LATEST', '512', '/aws/lambda/work', 9000],
    ]);
  });

  it('has the same remaining time if the wall clock changes', async () => {
    const clock = virtualClock();
    const handler: HostedFunctions[string]['handler'] = (_, context) => {
      clock.setBy(-3_600_000);
      return Promise.resolve(context.getRemainingTimeInMillis());
    };
    const invoker = invokerOf({ work: { handler, timeoutMs: 9000 } }, clock);
    expect(outputOf(await invoker.invoke(call(FUNCTION, {})))).toBe(9000);
  });

  it('fails under the name of its error, with the trace as the cause', async () => {
    const error = Object.assign(new Error('no such title'), { name: 'Watchmode.TitleNotFound' });
    const outcome = await work(() => Promise.reject(error)).invoke(call(FUNCTION, {}));
    expect(outcome).toMatchObject({ status: 'FAILED', error: 'Watchmode.TitleNotFound' });
    expect(JSON.parse((outcome as { cause: string }).cause)).toEqual({
      errorType: 'Watchmode.TitleNotFound',
      errorMessage: 'no such title',
      trace: expect.arrayContaining([expect.stringMatching(/^ +at /)]),
    });
  });

  it('fails as well when it throws synchronously, or throws no Error', async () => {
    const sync = work(() => {
      throw new TypeError('at once');
    });
    expect(await sync.invoke(call(FUNCTION, {}))).toMatchObject({ status: 'FAILED', error: 'TypeError' });
    // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- that is the case
    const text = await work(() => Promise.reject('just a text')).invoke(call(FUNCTION, {}));
    expect(text).toEqual({
      status: 'FAILED',
      error: 'string',
      cause: '{"errorType":"string","errorMessage":"just a text","trace":[]}',
    });
  });

  it('fails when it times out', async () => {
    const outcome = await work(() => new Promise(() => undefined), { timeoutMs: 1500 }).invoke(
      call(FUNCTION, {}),
    );
    expect(outcome).toEqual({
      status: 'FAILED',
      error: 'Sandbox.Timedout',
      cause: `{"errorType":"Sandbox.Timedout","errorMessage":"RequestId: ${UUID} Error: Task timed out after 1.50 seconds"}`,
    });
  });

  it('is abandoned at once when the signal aborts', async () => {
    const controller = new AbortController();
    const clock = {
      now: () => 0,
      monotonic: () => 0,
      yieldTurn: () => Promise.resolve(),
      sleep: neverUnless,
    };
    const random = { next: () => 0, uuid: () => UUID };
    const functions = { work: { handler: () => new Promise(() => undefined) } };
    const host = createLambdaHost({ functions, clock, random, region: 'r', accountId: '0' });
    const outcome = createLambdaInvoker(host, clock).invoke(call(FUNCTION, {}, controller.signal));
    controller.abort();
    expect(await outcome).toMatchObject({ status: 'FAILED', error: 'Lambda.Unknown' });
  });

  it("fails when its result exceeds Lambda's limit", async () => {
    const large = (bytes: number): Promise<TaskOutcome> =>
      work(() => Promise.resolve('x'.repeat(bytes - 2))).invoke(call(FUNCTION, {}));
    expect(await large(6_291_556)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await large(6_291_557)).toEqual({
      status: 'FAILED',
      error: 'Function.ResponseSizeTooLarge',
      cause:
        '{"errorType":"Function.ResponseSizeTooLarge","errorMessage":"Response payload size exceeded maximum allowed payload size (6291556 bytes)."}',
    });
  });

  it('fails when its result cannot be serialised', async () => {
    const outcome = await work(() => Promise.resolve({ big: 1n })).invoke(call(FUNCTION, {}));
    expect(outcome).toMatchObject({
      error: 'Error',
      cause: expect.stringContaining('Unable to stringify response body'),
    });
  });
});

describe('resources refused when a definition is loaded', () => {
  it.each([
    [INVOKE, undefined],
    [FUNCTION, undefined],
    [`${INVOKE}.waitForTaskToken`, 'waitForTaskToken'],
    ['arn:aws:states:::lambda:list', 'Supported: lambda:invoke and function ARNs'],
    ['arn:aws:lambda:eu-west-2:000000000000:function:a b', 'is not a valid function ARN'],
  ])('%s', (arn, reason) => {
    const refusal = work(() => Promise.resolve(null)).refusal(parseTaskResource(arn)!);
    expect(refusal ?? '').toContain(reason ?? '');
    expect(refusal === undefined).toBe(reason === undefined);
  });
});

function neverUnless(_: number, signal: AbortSignal): Promise<void> {
  return new Promise((__, reject) => {
    signal.addEventListener('abort', () => {
      reject(new Error('aborted'));
    });
  });
}

describe('the concurrency of an account', () => {
  it('throttles the invocation beyond it, all functions together, until one has ended', async () => {
    const ends: (() => void)[] = [];
    const handler = () => new Promise((resolve) => ends.push(() => resolve('done')));
    const functions = { one: { handler }, other: { handler } };
    const invoker = invokerOf(functions, virtualClock(), { concurrency: 2 });
    const invoke = (FunctionName: string) => invoker.invoke(call(INVOKE, { FunctionName, Payload: {} }));
    const running = [invoke('one'), invoke('other')];
    expect(await invoke('one')).toEqual({
      status: 'FAILED',
      error: 'Lambda.TooManyRequestsException',
      cause: `Rate Exceeded. (Service: Lambda, Status Code: 429, Request ID: ${UUID})`,
    });
    for (const end of ends.splice(0)) end();
    await Promise.all(running);
    const later = invoke('one');
    for (const end of ends) end();
    expect(await later).toMatchObject({ status: 'SUCCEEDED' });
  });
});

describe('handlers that run at once', () => {
  const text = (outcome: TaskOutcome) => (outcome.status === 'FAILED' ? outcome.cause : outcome.output);

  it('begin in the order of their invocations, and their timeout starts then', async () => {
    const clock = virtualClock();
    const began: unknown[] = [];
    const handler: HostedFunctions[string]['handler'] = async (event) => {
      began.push(event);
      await clock.sleep(2000, new AbortController().signal);
      return event;
    };
    const functions = { work: { handler, timeoutMs: 3000, atOnce: 1 } };
    const invoker = invokerOf(functions, clock);
    const outcomes = await Promise.all([1, 2, 3].map((Payload) => invoker.invoke(call(FUNCTION, Payload))));
    expect(outcomes.map(text)).toEqual(['1', '2', '3']);
    expect(began).toEqual([1, 2, 3]);
  });

  it('do not include an invocation that was aborted while it waited', async () => {
    const ends: (() => void)[] = [];
    const began: unknown[] = [];
    const handler: HostedFunctions[string]['handler'] = (event) => {
      began.push(event);
      return new Promise((resolve) => ends.push(() => resolve(event)));
    };
    const invoker = invokerOf({ work: { handler, atOnce: 1 } });
    const given = new AbortController();
    const first = invoker.invoke(call(FUNCTION, 1));
    const abandoned = invoker.invoke(call(FUNCTION, 2, given.signal));
    const third = invoker.invoke(call(FUNCTION, 3));
    given.abort();
    expect(text(await abandoned)).toBe('The invocation was abandoned.');
    ends[0]?.();
    expect(text(await first)).toBe('1');
    await settled(() => ends.length >= 2);
    ends[1]?.();
    expect(text(await third)).toBe('3');
    expect(began).toEqual([1, 3]);
  });
});
