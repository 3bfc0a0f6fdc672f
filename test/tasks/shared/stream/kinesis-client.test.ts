import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { createKinesisClient } from '../../../../tasks/shared/stream/kinesis-client.ts';

let server: Server;
let requests: {
  readonly headers: IncomingMessage['headers'];
  readonly port: number | undefined;
  readonly body: string;
}[];
let status: number;
/** No answer at all. */
const NEVER = 0;

beforeEach(async () => {
  requests = [];
  status = 200;
  server = createServer((incoming: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      requests.push({ headers: incoming.headers, port: incoming.socket.remotePort, body });
      if (status === NEVER) return;
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(
        JSON.stringify({ FailedRecordCount: 0, Records: [{ SequenceNumber: '1', ShardId: '0' }] }),
      );
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

function clientOf(requestTimeout = 10_000) {
  return createKinesisClient(
    {
      region: 'eu-west-2',
      kinesisEndpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      accessKeyId: 'local-id',
      secretAccessKey: 'local-secret',
      sessionToken: 'local-token',
    },
    { connectionTimeout: 3_000, requestTimeout },
  );
}

const command = () =>
  new PutRecordsCommand({
    StreamName: 'titles',
    Records: [{ PartitionKey: '7', Data: Buffer.from('é', 'utf8') }],
  });

describe('the Kinesis client of another endpoint', () => {
  it('puts records over HTTP/1.1 with the credentials of the environment it was given', async () => {
    const client = clientOf();

    expect((await client.send(command())).Records).toEqual([{ SequenceNumber: '1', ShardId: '0' }]);
    expect(requests[0]?.headers).toMatchObject({
      'x-amz-target': 'Kinesis_20131202.PutRecords',
      'x-amz-security-token': 'local-token',
      authorization: expect.stringMatching(/Credential=local-id\/\d{8}\/eu-west-2\/kinesis\//),
    });
    expect(JSON.parse(requests[0]?.body ?? '')).toEqual({
      StreamName: 'titles',
      Records: [{ PartitionKey: '7', Data: Buffer.from('é', 'utf8').toString('base64') }],
    });
    client.destroy();
  });

  it('keeps its connection', async () => {
    const client = clientOf();
    await client.send(command());
    await client.send(command());

    expect(requests).toHaveLength(2);
    expect(new Set(requests.map(({ port }) => port)).size).toBe(1);
    client.destroy();
  });

  it('gives up a call that is not answered in time', async () => {
    status = NEVER;
    const client = clientOf(30);

    await expect(client.send(command())).rejects.toMatchObject({ name: 'TimeoutError' });
    client.destroy();
  });

  it('makes one attempt, since others make more', async () => {
    status = 500;
    const client = clientOf();

    await expect(client.send(command())).rejects.toMatchObject({
      $metadata: { httpStatusCode: 500, attempts: 1 },
    });
    expect(requests).toHaveLength(1);
    client.destroy();
  });
});
