import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import fetch from 'node-fetch';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createLambdaEndpoint } from '../../../../../local/stepfunctions/adapters/lambda/lambda-endpoint.ts';
import type {
  LambdaAnswer,
  LambdaInvocation,
} from '../../../../../local/stepfunctions/adapters/lambda/lambda-answer.ts';

let server: Server;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
const seen: { url: string | undefined; method: string | undefined; body: string }[] = [];

beforeEach(async () => {
  seen.length = 0;
  server = createServer((request, response) => {
    void text(request).then((body) => {
      seen.push({ url: request.url, method: request.method, body });
      answer(request, response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

function invoke(fields: Partial<LambdaInvocation> = {}, path = '/'): Promise<LambdaAnswer> {
  const { port } = server.address() as AddressInfo;
  const random = { next: () => 0, uuid: () => 'request-0' };
  const service = createLambdaEndpoint({ url: `http://127.0.0.1:${port}${path}`, fetch, random });
  return service.invoke({
    name: 'work',
    payload: '{"a":"é"}',
    signal: new AbortController().signal,
    ...fields,
  });
}

const respond = (status: number, body: string, headers: Readonly<Record<string, string>> = {}): void => {
  answer = (_, response) => response.writeHead(status, headers).end(body);
};

describe('the Lambda API of another server', () => {
  it('receives the event and returns the payload', async () => {
    respond(200, '{"ok":true}', { 'x-amz-executed-version': '3', 'x-amzn-requestid': 'id-7' });
    expect(await invoke()).toEqual({
      kind: 'RESULT',
      payload: '{"ok":true}',
      executedVersion: '3',
      requestId: 'id-7',
    });
    expect(seen).toEqual([
      { url: '/2015-03-31/functions/work/invocations', method: 'POST', body: '{"a":"é"}' },
    ]);
  });

  it('receives the qualifier, below the path of its address', async () => {
    respond(200, '1');
    await invoke({ qualifier: '$LATEST' }, '/base/');
    expect(seen[0]!.url).toBe('/base/2015-03-31/functions/work/invocations?Qualifier=%24LATEST');
  });

  it('may return an empty body', async () => {
    respond(200, '');
    expect(await invoke()).toMatchObject({
      kind: 'RESULT',
      payload: 'null',
      executedVersion: '$LATEST',
      requestId: 'request-0',
    });
  });

  it('reports a function error with a header', async () => {
    const error = '{"errorType":"Nope","errorMessage":"no"}';
    respond(200, error, { 'x-amz-function-error': 'Unhandled' });
    expect(await invoke()).toEqual({ kind: 'FUNCTION_ERROR', payload: error });
  });

  it.each([
    [
      404,
      'ResourceNotFoundException:http://internal',
      '{"Message":"Function not found: work"}',
      'Lambda.ResourceNotFoundException',
      'Function not found: work',
    ],
    [404, '', '', 'Lambda.ResourceNotFoundException', ''],
    [429, '', '{"message":"slow down"}', 'Lambda.TooManyRequestsException', 'slow down'],
    [503, '', 'busy', 'Lambda.ServiceException', 'busy'],
  ])('refuses with %i', async (status, type, body, error, message) => {
    respond(status, body, type === '' ? {} : { 'x-amzn-errortype': type });
    const outcome = await invoke();
    expect(outcome).toMatchObject({ kind: 'SERVICE_ERROR', error });
    expect((outcome as { cause: string }).cause).toContain(
      `${message} (Service: Lambda, Status Code: ${status}, Request ID: request-0)`.trim(),
    );
  });

  it('is at fault when its response is not valid JSON', async () => {
    respond(200, '<html>');
    expect(await invoke()).toMatchObject({ kind: 'SERVICE_ERROR', error: 'Lambda.ServiceException' });
  });

  it('cannot be reached', async () => {
    answer = (request) => request.socket.destroy();
    const outcome = await invoke();
    expect(outcome).toMatchObject({
      kind: 'SERVICE_ERROR',
      error: 'Lambda.SdkClientException',
      cause: expect.stringContaining('/2015-03-31/functions/work/invocations'),
    });
  });

  it('is not waited for when the signal aborts', async () => {
    const controller = new AbortController();
    answer = () => {
      controller.abort();
    };
    expect(await invoke({ signal: controller.signal })).toMatchObject({ kind: 'SERVICE_ERROR' });
  });
});
