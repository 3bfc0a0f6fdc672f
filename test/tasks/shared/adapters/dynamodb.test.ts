import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ClaimItem } from '../../../../events/types.ts';
import { composeProgressItems } from '../../../../tasks/shared/adapters/dynamodb.ts';
import { claims } from '../../../../tasks/shared/progress/dynamodb-progress.ts';

const CLAIM: ClaimItem = {
  feed: 'new_titles',
  item: 'claim',
  executionArn: 'arn:own',
  claimedAt: '2026-11-24T06:00:03.250Z',
};
/** An answer, or none: the connection is cut. */
type Answer = { readonly status: number; readonly body: object } | 'cut';

let server: Server;
let answers: Answer[];
let targets: (string | undefined)[];
let authorizations: (string | undefined)[];

beforeEach(async () => {
  answers = [];
  targets = [];
  authorizations = [];
  server = createServer((request, response) => {
    targets.push(request.headers['x-amz-target']?.toString());
    authorizations.push(request.headers.authorization);
    const answer = answers.shift() ?? { status: 200, body: {} };
    if (answer === 'cut') {
      request.socket.destroy();
      return;
    }
    response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify(answer.body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

const table = () =>
  composeProgressItems(
    {
      region: 'eu-west-2',
      accessKeyId: 'local-id',
      secretAccessKey: 'local-secret',
      sessionToken: undefined,
      dynamodbEndpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      progressTable: 'TvGuideProgress',
    },
    claims,
  );
const refusal = (type: string) => ({
  status: 400,
  body: { __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: 'no' },
});

describe('the progress table of a deployment', () => {
  it('uses its own endpoint, with the credentials of the given environment', async () => {
    expect(await table().put(CLAIM, null)).toBe(true);

    expect(targets).toEqual(['DynamoDB_20120810.PutItem']);
    expect(authorizations[0]).toContain('Credential=local-id/');
  });

  it('retries when DynamoDB failed', async () => {
    answers = [{ status: 500, body: { __type: 'InternalServerError' } }];

    expect(await table().readClaim('new_titles')).toBeNull();
    expect(targets).toHaveLength(2);
  });

  it('may refuse a write that succeeded when its answer was lost: the caller reads what it wrote', async () => {
    answers = ['cut', refusal('ConditionalCheckFailedException')];

    expect(await table().put(CLAIM, null)).toBe(false);
    expect(targets).toHaveLength(2);
  });

  it('does not retry after a failed condition or an invalid request', async () => {
    answers = [refusal('ConditionalCheckFailedException'), refusal('ValidationException')];

    expect(await table().put(CLAIM, null)).toBe(false);
    await expect(table().put(CLAIM, null)).rejects.toMatchObject({ name: 'Progress.Unavailable' });
    expect(targets).toHaveLength(2);
  });
});
