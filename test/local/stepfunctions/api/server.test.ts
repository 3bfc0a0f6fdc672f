import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { once } from 'node:events';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ListStateMachinesCommand, TestStateCommand } from '@aws-sdk/client-sfn';
import { anyCharacter } from '../../../support/any-character.ts';
import { operations } from '../../../../local/stepfunctions/api/operations/index.ts';
import { startApi } from '../../../../local/stepfunctions/api/server.ts';
import { StateMachines } from '../../../../local/stepfunctions/api/state-machines/registry.ts';
import { functionArn, PASS, ROLE, startService, type Service } from './support/service.ts';

const CONTENT_TYPE = 'application/x-amz-json-1.0';

let service: Service;
beforeEach(async () => {
  service = await startService();
});
afterEach(async () => {
  await service.close();
  if (service.defects.length > 0) throw new AggregateError(service.defects, 'The API has defects');
});

interface ApiResponse {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: { readonly __type?: string; readonly message?: string };
}

function send(
  body: string | Uint8Array,
  headers: Readonly<Record<string, string>> = {},
  method = 'POST',
): Promise<ApiResponse> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      service.api.url,
      {
        method,
        headers: {
          'content-type': CONTENT_TYPE,
          'x-amz-target': 'AWSStepFunctions.ListStateMachines',
          ...headers,
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: JSON.parse(text) });
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

describe('a client that disconnects', () => {
  const asking = (definition: object) => {
    const outgoing = httpRequest(service.api.url, {
      method: 'POST',
      headers: { 'content-type': CONTENT_TYPE, 'x-amz-target': 'AWSStepFunctions.TestState' },
    });
    outgoing.end(JSON.stringify({ definition: JSON.stringify(definition), roleArn: ROLE }));
    return outgoing;
  };

  /** Starts a TestState. Resolves with its promise once it has begun. */
  function testBegun(): Promise<{ readonly outcome: Promise<unknown> }> {
    const { engine } = service;
    const testState = engine.testState.bind(engine);
    return new Promise((begin) => {
      jest.spyOn(engine, 'testState').mockImplementationOnce((request, signal) => {
        const outcome = testState(request, signal);
        begin({ outcome: outcome.catch((error: unknown) => error) });
        return outcome;
      });
    });
  }

  it('cancels its TestState', async () => {
    const begun = testBegun();
    const outgoing = asking({ QueryLanguage: 'JSONata', Type: 'Wait', Seconds: 200, End: true });
    const { outcome } = await begun;
    const left = once(outgoing, 'error');
    outgoing.destroy(new Error('The client leaves'));

    expect(await outcome).toMatchObject({ name: 'Interruption', kind: 'STOPPED' });
    await left;
  });

  it('aborts the signal of its task', async () => {
    const invoked = new Promise<AbortSignal>((resolve) => {
      jest.spyOn(service.invoker, 'invoke').mockImplementationOnce(({ signal }) => {
        resolve(signal);
        return new Promise(() => undefined);
      });
    });
    const begun = testBegun();
    const outgoing = asking({
      ...{ QueryLanguage: 'JSONata', Type: 'Task', End: true },
      Resource: functionArn('work'),
    });
    const told = once(await invoked, 'abort');
    const { outcome } = await begun;
    const left = once(outgoing, 'error');
    outgoing.destroy(new Error('The client leaves'));

    await told;
    expect(await outcome).toMatchObject({ name: 'Interruption' });
    await left;
  });

  it('after the response cancels nothing', async () => {
    const begun = testBegun();
    asking({ QueryLanguage: 'JSONata', Type: 'Pass', End: true });

    expect(await (await begun).outcome).toMatchObject({ status: 'SUCCEEDED' });
  });
});

describe('a web page', () => {
  it.each([
    { origin: 'http://evil.example' },
    { origin: 'http://127.0.0.1:8083' },
    { 'sec-fetch-site': 'cross-site' },
    { host: 'evil.example:8083' },
  ])('is refused, whatever its origin: %o', async (headers) => {
    expect(await send('{}', headers)).toMatchObject({
      status: 403,
      body: { __type: 'AccessDeniedException' },
    });
  });

  it('is not an address typed in a browser, nor a program', async () => {
    expect(await send('{}', { 'sec-fetch-site': 'none' })).toMatchObject({ status: 200 });
  });
});

describe('the JSON protocol', () => {
  it('responds with its content type and a unique request id', async () => {
    const [first, second] = [await send('{}'), await send('{}')];
    expect(first).toMatchObject({
      status: 200,
      body: { stateMachines: [] },
      headers: { 'content-type': CONTENT_TYPE },
    });
    expect(first.headers['x-amzn-requestid']).toMatch(/^[0-9a-f-]{36}$/);
    expect(second.headers['x-amzn-requestid']).not.toBe(first.headers['x-amzn-requestid']);
  });

  it('carries dates as seconds with milliseconds', async () => {
    const before = Date.now();
    const body = JSON.stringify({ name: 'm', definition: PASS, roleArn: ROLE });
    const answer = await send(body, { 'x-amz-target': 'AWSStepFunctions.CreateStateMachine' });
    const { creationDate } = answer.body as { creationDate: number };
    expect(creationDate * 1000).toBeGreaterThanOrEqual(before - 1);
    expect(creationDate * 1000).toBeLessThanOrEqual(Date.now() + 1);
  });

  it('treats null as an absent member and an empty body as no members, and ignores unknown members', async () => {
    expect(await send('{"maxResults":null,"nextToken":null,"new":{"member":1}}')).toMatchObject({
      status: 200,
    });
    expect(await send('')).toMatchObject({ status: 200 });
    expect(await send('{}', { 'content-type': `${CONTENT_TYPE}; charset=utf-8` })).toMatchObject({
      status: 200,
    });
  });

  it.each([
    'AWSStepFunctions.ListActivities',
    'AWSStepFunctions.constructor',
    'AWSStepFunctions.',
    'Kinesis_20131202.ListStreams',
    '',
  ])('does not know the operation %j', async (target) => {
    expect(await send('{}', { 'x-amz-target': target })).toMatchObject({
      status: 400,
      body: { __type: 'UnknownOperationException' },
    });
  });

  it('refuses the methods and content types of browsers', async () => {
    const unknown = { status: 404, body: { __type: 'UnknownOperationException' } };
    expect(await send('{}', { 'content-type': 'text/plain' })).toMatchObject(unknown);
    expect(await send('{}', { 'content-type': 'application/json' })).toMatchObject(unknown);
    expect(await send('', {}, 'GET')).toMatchObject(unknown);
    expect(await send('{}', {}, 'PUT')).toMatchObject(unknown);
  });

  it.each([
    ['what is not valid JSON', '{"maxResults":'],
    ['an array', '[]'],
    ['null', 'null'],
    ['a text', '"x"'],
    ['bytes that are not UTF-8', Buffer.from([0x7b, 0xff, 0x7d])],
    ['a number where a text belongs', '{"nextToken":1}'],
    ['a text where a number belongs', '{"maxResults":"1"}'],
    ['a fraction where a whole number belongs', '{"maxResults":1.5}'],
    ['an object where a number belongs', '{"maxResults":{}}'],
  ])('answers %s with SerializationException', async (_, body) => {
    expect(await send(body)).toMatchObject({ status: 400, body: { __type: 'SerializationException' } });
  });

  it('refuses a body over the limit, and continues to serve', async () => {
    expect(await send(Buffer.alloc(9 * 1024 * 1024, 0x20))).toMatchObject({
      status: 413,
      body: { __type: 'RequestEntityTooLargeException' },
    });
    expect(await send('{}')).toMatchObject({ status: 200 });
  });

  it('survives a request that is cut off', async () => {
    const socket = connect(service.api.port, '127.0.0.1');
    await once(socket, 'connect');
    const head = [
      'POST / HTTP/1.1',
      'Host: localhost',
      `Content-Type: ${CONTENT_TYPE}`,
      'X-Amz-Target: AWSStepFunctions.ListStateMachines',
      'Content-Length: 100',
    ];
    socket.write(`${head.join('\r\n')}\r\n\r\n{"max`);
    socket.destroy();
    await once(socket, 'close');
    expect(await send('{}')).toMatchObject({ status: 200 });
  });

  it('responds to invalid HTTP with 400', async () => {
    const socket = connect(service.api.port, '127.0.0.1');
    socket.write('HELLO\r\n\r\n');
    const [chunk] = await once(socket, 'data');
    expect(String(chunk)).toMatch(/^HTTP\/1\.1 400 /);
    socket.destroy();
  });
});

describe('fuzzing', () => {
  const bodies = fc.oneof(
    fc.json(),
    fc.string({ unit: anyCharacter }),
    fc.uint8Array({ maxLength: 200 }),
    fc
      .record(
        {
          name: fc.anything(),
          definition: fc.anything(),
          executionArn: fc.anything(),
          stateMachineArn: fc.anything(),
          maxResults: fc.anything(),
          nextToken: fc.anything(),
          mapRunArn: fc.anything(),
          roleArn: fc.anything(),
          input: fc.anything(),
          tags: fc.anything(),
        },
        { requiredKeys: [] },
      )
      .map((value) =>
        JSON.stringify(value, (_, member: unknown) => (typeof member === 'bigint' ? String(member) : member)),
      ),
  );
  const names = fc.constantFrom(...operations.keys());

  it('always gets success or a 4xx in the shape of AWS', async () => {
    await fc.assert(
      fc.asyncProperty(names, bodies, async (name, body) => {
        const { status, body: answer } = await send(body, { 'x-amz-target': `AWSStepFunctions.${name}` });
        expect([200, 400]).toContain(status);
        expect(
          status === 200 || (typeof answer.__type === 'string' && typeof answer.message === 'string'),
        ).toBe(true);
      }),
      { numRuns: 600 },
    );
  }, 60_000);
});

describe('the server', () => {
  it('listens on loopback only', () => {
    expect(service.api.url).toBe(`http://127.0.0.1:${service.api.port}`);
  });

  it('keeps idle connections open', async () => {
    const answer = await send('{}');
    expect(answer.headers).toMatchObject({ 'keep-alive': 'timeout=60' });
  });

  it('rejects when the port is taken', async () => {
    const { engine } = service;
    const random = { uuid: () => '0' };
    const repository = { read: () => Promise.resolve(undefined), write: () => Promise.resolve() };
    const clock = { now: () => 0 };
    const stateMachines = await StateMachines.open({
      repository,
      engine,
      clock,
      random,
      region: 'r',
      accountId: '0',
    });
    const waiting = { sleep: () => Promise.resolve() };
    const options = {
      engine,
      stateMachines,
      random,
      clock: waiting,
      port: service.api.port,
      onDefect: () => undefined,
    };
    await expect(startApi(options)).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('reports a defect to onDefect, and hides it from the client', async () => {
    const { engine } = service;
    const broken = { ...service, stateMachines: { list: () => Promise.reject(new Error('secret detail')) } };
    const defects: unknown[] = [];
    const api = await startApi({
      engine,
      stateMachines: broken.stateMachines as unknown as StateMachines,
      random: { uuid: () => '0' },
      clock: { sleep: () => Promise.resolve() },
      port: 0,
      onDefect: (error) => defects.push(error),
    });
    const healthy = service;
    service = { ...service, api };
    const answer = await send('{}');
    service = healthy;
    await api.close();
    expect(answer).toMatchObject({ status: 500, body: { __type: 'InternalFailure' } });
    expect(JSON.stringify(answer.body)).not.toContain('secret');
    expect(defects).toMatchObject([{ message: 'secret detail' }]);
  });

  it('responds to requests in progress before it closes, and does not wait for idle connections', async () => {
    let release = (): void => undefined;
    let called = (): void => undefined;
    const isCalled = new Promise<void>((resolve) => {
      called = resolve;
    });
    const handler = (): Promise<unknown> =>
      new Promise((answer) => {
        release = () => {
          answer('done');
        };
        called();
      });
    const definition = JSON.stringify({
      Type: 'Task',
      QueryLanguage: 'JSONata',
      Resource: functionArn('slow'),
      End: true,
    });
    const busy = await startService({ functions: { slow: { handler } } });
    await busy.client.send(new ListStateMachinesCommand({}));
    const testing = busy.client.send(new TestStateCommand({ definition, roleArn: ROLE }));
    await isCalled;
    const closing = busy.api.close();
    release();
    await expect(testing).resolves.toMatchObject({ output: '"done"' });
    await closing;
    busy.client.destroy();
    await busy.engine.close();
  });

  it('does not wait long for slow requests or responses, and neither does the engine', async () => {
    const busy = await startService();
    const definition = JSON.stringify({ Type: 'Wait', QueryLanguage: 'JSONata', Seconds: 3600, End: true });
    const testing = busy.client.send(new TestStateCommand({ definition, roleArn: ROLE }));
    const half = connect(busy.api.port, '127.0.0.1');
    half.resume();
    const head = [
      'POST / HTTP/1.1',
      'Host: localhost',
      `Content-Type: ${CONTENT_TYPE}`,
      'Content-Length: 100',
    ];
    half.write(`${[...head, 'X-Amz-Target: AWSStepFunctions.TestState'].join('\r\n')}\r\n\r\n{`);
    await once(half, 'connect');
    const cutOff = once(half, 'close');
    const refused = testing.then(
      () => 'answered',
      () => 'cut off',
    );
    const start = performance.now();
    await busy.api.close();
    await busy.engine.close();
    await cutOff;
    expect(await refused).toBe('cut off');
    expect(performance.now() - start).toBeLessThan(1000);
    expect(busy.defects).toEqual([]);
    busy.client.destroy();
  });
});
