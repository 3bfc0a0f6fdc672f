import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { folderForRuns } from '../../support/child.ts';
import { runHere } from '../../support/run-here.ts';

/** A Kinesis that accepts everything, and the credentials and Region of each operation. */
const signedWith = new Map<string, string>();
const RESPONSES: Readonly<Record<string, (body: { Records?: readonly unknown[] }) => object>> = {
  DescribeStreamSummary: () => ({ StreamDescriptionSummary: { StreamStatus: 'ACTIVE' } }),
  ListShards: () => ({
    Shards: [
      {
        ShardId: 'shardId-000000000000',
        HashKeyRange: { StartingHashKey: '0', EndingHashKey: '9' },
        SequenceNumberRange: { StartingSequenceNumber: '0' },
      },
    ],
  }),
  GetShardIterator: () => ({ ShardIterator: 'start' }),
  GetRecords: () => ({ Records: [], NextShardIterator: 'next', MillisBehindLatest: 0 }),
  PutRecords: ({ Records = [] }) => ({
    FailedRecordCount: 0,
    Records: Records.map(() => ({ SequenceNumber: '1', ShardId: 'shardId-000000000000' })),
  }),
};

async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
  const [, scope = ''] = /Credential=([^,]+)/.exec(request.headers.authorization ?? '') ?? [];
  const [accessKeyId, , region] = scope.split('/');
  signedWith.set(operation, `${accessKeyId} ${region}`);
  const body = RESPONSES[operation]?.((await json(request)) as { Records?: readonly unknown[] });
  response.writeHead(body === undefined ? 400 : 200, { 'content-type': 'application/x-amz-json-1.1' });
  response.end(JSON.stringify(body ?? { __type: 'InvalidArgumentException' }));
}

let server: Server;
beforeAll(async () => {
  server = createServer((request, response) => void respond(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

it('is published to with the credentials and the Region of the user', async () => {
  const folder = await folderForRuns();
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const { stderr } = await runHere(['run', '--titles', '3', '--quiet', '--endpoint-kinesis', endpoint], {
    cwd: folder.path,
    env: { AWS_ACCESS_KEY_ID: 'AKIDOFTHEUSER', AWS_SECRET_ACCESS_KEY: 'secret', AWS_REGION: 'us-east-1' },
  });

  await folder.remove();
  expect(stderr).not.toContain('tvguide:');
  expect(signedWith.get('DescribeStreamSummary')).toBe('AKIDOFTHEUSER us-east-1');
  expect(signedWith.get('PutRecords')).toBe('AKIDOFTHEUSER us-east-1');
});
