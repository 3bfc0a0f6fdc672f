import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DescribeMapRunCommand, StartExecutionCommand, TestStateCommand } from '@aws-sdk/client-sfn';
import { explainError } from '../../../operate/aws/explain-error.ts';
import { pace } from '../../../operate/aws/pace.ts';
import { connectStepFunctions, type StepFunctions } from '../../../operate/aws/step-functions.ts';
import type { Target } from '../../../operate/aws/target.ts';
import { Interrupted, OperationError } from '../../../operate/errors.ts';
import { FakeIo } from '../../cli/support/fake-io.ts';
import { settled } from '../../support/settled.ts';

interface Received {
  readonly target: unknown;
  readonly headers: IncomingHttpHeaders;
}

let server: Server;
let received: Received[];
let respond: (index: number) => { status: number; body: string } | undefined;
let io: FakeIo;
let sfn: StepFunctions;

beforeEach(async () => {
  received = [];
  respond = () => ({ status: 200, body: '{}' });
  server = createServer((request, response) => {
    const answer = respond(received.length);
    received.push({ target: request.headers['x-amz-target'], headers: request.headers });
    request.resume();
    if (answer !== undefined) response.writeHead(answer.status).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  io = new FakeIo();
  const endpointUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  sfn = await connectStepFunctions({ local: true, endpointUrl }, io);
});

afterEach(async () => {
  sfn.client.destroy();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const explain = (error: unknown) =>
  explainError(error, { target: sfn.target, service: 'Step Functions', interrupted: io.interrupted });

describe('the Step Functions client', () => {
  it('asks this machine as fast as it answers', async () => {
    for (let count = 0; count < 3; count += 1) {
      await sfn.client.send(new DescribeMapRunCommand({ mapRunArn: 'arn' }));
    }
    expect(io.waits).toEqual([]);
    expect(received).toHaveLength(3);
  });

  it('waits between two requests of one operation as long as the refill of AWS takes', async () => {
    pace(sfn.client, io);
    for (let count = 0; count < 3; count += 1) {
      await sfn.client.send(new DescribeMapRunCommand({ mapRunArn: 'arn' }));
    }
    await sfn.client.send(new StartExecutionCommand({ stateMachineArn: 'arn' }));
    // The first goes at once; StartExecution is another operation, and AWS gives back hundreds of those.
    expect(io.waits).toEqual([1000, 1000]);
    expect(received).toHaveLength(4);
  });

  it('does not wait when time has passed anyway', async () => {
    pace(sfn.client, io);
    await sfn.client.send(new DescribeMapRunCommand({ mapRunArn: 'arn' }));
    await new Promise<void>((resolve) => {
      const stop = io.every(5_000, () => {
        stop();
        resolve();
      });
    });
    await sfn.client.send(new DescribeMapRunCommand({ mapRunArn: 'arn' }));
    expect(io.waits).toEqual([5_000]);
  });

  it('signs local requests with made-up credentials', async () => {
    await sfn.client.send(new StartExecutionCommand({ stateMachineArn: 'arn' }));
    expect(received[0]?.headers.authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=local\//);
  });

  it('uses the given address for operations that AWS has under another host name', async () => {
    await sfn.client.send(new TestStateCommand({ definition: '{}' }));
    expect(received[0]?.target).toBe('AWSStepFunctions.TestState');
  });

  it('ends a request that is under way when the user stops the command', async () => {
    respond = () => undefined;
    const sent = sfn.client.send(new StartExecutionCommand({ stateMachineArn: 'arn' })).catch(explain);
    await settled(() => received.length > 0);
    io.interruption.abort();
    expect(await sent).toBeInstanceOf(Interrupted);
  });

  it('repeats a request that was throttled', async () => {
    respond = (index) =>
      index === 0
        ? { status: 400, body: '{"__type":"ThrottlingException","message":"Rate exceeded"}' }
        : { status: 200, body: '{"executionArn":"arn:done","startDate":0}' };
    const { executionArn } = await sfn.client.send(new StartExecutionCommand({ stateMachineArn: 'arn' }));
    expect(executionArn).toBe('arn:done');
    expect(received).toHaveLength(2);
    // In this mode the client goes slower itself from then on.
    expect(sfn.client.config.retryMode).toBe('adaptive');
  });
});

describe('explainError', () => {
  it.each([
    [
      'AccessDeniedException',
      'User: x is not authorized',
      /says AccessDeniedException: User: x is not authorized; ask for the permission/,
    ],
    ['ExecutionDoesNotExist', 'Execution Does Not Exist', /`tvguide list --local` shows what there is/],
    ['InvalidName', "Invalid Name: 'a b'", /; a name has 1 to 80 letters, digits, hyphens and underscores$/],
    ['ValidationException', 'two\nlines', /^Step Functions says ValidationException: two$/],
    ['ExpiredTokenException', 'The token is expired', /sign in with `aws sso login`/],
  ])('gives %s a remedy on one line', async (name, message, expected) => {
    respond = () => ({ status: 400, body: JSON.stringify({ __type: name, message }) });
    const error = await sfn.client.send(new StartExecutionCommand({ stateMachineArn: 'arn' })).catch(explain);
    expect(error).toBeInstanceOf(OperationError);
    expect((error as OperationError).message).toMatch(expected);
  });

  it.each([
    ['a page', { status: 200, body: '<html>hello</html>' }],
    ['an HTTP error without a name', { status: 404, body: '{}' }],
    ['another service of AWS', { status: 400, body: '{"__type":"UnknownOperationException"}' }],
  ])('detects that %s answers', async (_, answer) => {
    respond = () => answer;
    const error = await sfn.client.send(new DescribeMapRunCommand({ mapRunArn: 'arn' })).catch(explain);
    expect((error as OperationError).message).toMatch(
      /^the server at http:\/\/127\.0\.0\.1:\d+ is not Step Functions: another program may have the port; `tvguide up --port 0`/,
    );
  });

  it('detects a server that speaks no HTTP, and one that speaks no TLS', async () => {
    const other = createTcpServer((socket) => {
      socket.on('error', () => socket.destroy());
      socket.end('SSH-2.0-OpenSSH_9.2\r\n', () => socket.destroy());
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    for (const protocol of ['http', 'https']) {
      const options = { local: true, endpointUrl: `${protocol}://127.0.0.1:${port}` };
      const { client, target } = await connectStepFunctions(options, io);
      const error = await client
        .send(new DescribeMapRunCommand({ mapRunArn: 'arn' }))
        .catch((cause: unknown) =>
          explainError(cause, { target, service: 'Step Functions', interrupted: io.interrupted }),
        );
      client.destroy();
      expect((error as OperationError).message).toMatch(/^the server at https?:.* is not Step Functions: /);
    }
    await new Promise((resolve) => other.close(resolve));
  });

  const failed = (name: string, members: object) => Object.assign(new Error('no'), { name, ...members });
  const told = (error: Error, target: Target) =>
    explainError(error, { target, service: 'Step Functions', interrupted: io.interrupted });

  it.each<[string, Error, Target, string]>([
    [
      'the address and the setting that has it',
      failed('Error', { code: 'ECONNREFUSED' }),
      { isLocal: false, endpointUrl: 'http://127.0.0.1:9', endpointSource: 'AWS_ENDPOINT_URL' },
      'http://127.0.0.1:9 (AWS_ENDPOINT_URL) refuses connections: start what should listen there, or correct the address',
    ],
    [
      'the host of AWS',
      failed('Error', { code: 'ENOTFOUND', hostname: 'states.eu-west-9.amazonaws.com' }),
      { isLocal: false },
      'cannot reach states.eu-west-9.amazonaws.com (ENOTFOUND): check the network and the Region',
    ],
    [
      'the program that gives credentials',
      failed('CredentialsProviderError', {}),
      { isLocal: false, credentialProcess: { profile: 'sso', file: '/home/ada/.aws/config' } },
      'no valid AWS credentials (no): they come from credential_process of the profile sso in /home/ada/.aws/config; run that command by hand to see its error, or use --local',
    ],
  ])('names %s', (_, error, target, message) => {
    expect(told(error, target)).toMatchObject({ name: 'OperationError', message });
  });

  it('returns other errors unchanged, since a bug report needs their stack', () => {
    const defect = new TypeError('a defect');
    expect(explain(defect)).toBe(defect);
  });
});
