import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { Struggles } from '../../../console/server/struggles.ts';
import { settled } from '../../support/settled.ts';

describe('the attempts of a client', () => {
  let server: Server;
  let client: SFNClient;
  let struggles: Struggles;
  /** The errors of the next answers; then answers are good. */
  let errors: string[];
  let seen: (string | undefined)[];
  let now: number;

  beforeEach(async () => {
    errors = [];
    seen = [];
    now = 0;
    server = createServer((_, response) => {
      seen.push(struggles.of('Step Functions', 5)?.name);
      now += 10;
      const name = errors.shift();
      response.writeHead(name === undefined ? 200 : name === 'InternalFailure' ? 500 : 400, {
        'content-type': 'application/x-amz-json-1.0',
      });
      response.end(
        name === undefined ? '{"executions":[]}' : JSON.stringify({ __type: name, message: name }),
      );
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    client = new SFNClient({
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      region: 'eu-west-2',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      requestHandler: new NodeHttpHandler(),
      maxAttempts: 3,
    });
    struggles = new Struggles(() => now);
    struggles.watch(client, 'Step Functions');
  });

  afterEach(async () => {
    client.destroy();
    await new Promise((resolve) => server.close(resolve));
  });

  const list = () => client.send(new ListExecutionsCommand({ stateMachineArn: 'arn' }));

  it('are known while the client repeats a call for some time, and forgotten after a success', async () => {
    errors = ['ThrottlingException', 'InternalFailure'];
    await list();

    expect(seen).toEqual([undefined, undefined, 'InternalFailure']);
    expect(struggles.of('Step Functions')).toBeUndefined();
  });

  it('are of no interest if the client does not repeat the call', async () => {
    errors = ['AccessDeniedException'];

    await expect(list()).rejects.toThrow('AccessDeniedException');
    expect(struggles.of('Step Functions')).toBeUndefined();
  });

  it('are known while a connection is refused, and forgotten when the client gives up', async () => {
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const outcome = list().catch((error: unknown) => error);
    await settled(() => struggles.of('Step Functions') !== undefined);
    expect(struggles.of('Step Functions')).toMatchObject({ code: 'ECONNREFUSED' });
    expect(struggles.of('Kinesis')).toBeUndefined();

    expect(await outcome).toMatchObject({ message: expect.stringContaining('ECONNREFUSED') });
    expect(struggles.of('Step Functions')).toBeUndefined();
    server.listen(port, '127.0.0.1');
  });
});
