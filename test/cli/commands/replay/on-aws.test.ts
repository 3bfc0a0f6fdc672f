import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  BatchWriteItemCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamSummaryCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  ListShardsCommand,
} from '@aws-sdk/client-kinesis';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { DAY_MS, epochMs } from '../../../../events/instant.ts';
import { temporaryFolder } from '../../support/child.ts';
import { runCli } from '../../support/fake-io.ts';
import { STORY } from './support/catalogue.ts';

const kinesis = mockClient(KinesisClient);
const dynamodb = mockClient(DynamoDBClient);

const [EVENT] = STORY;
const NOW = Date.parse('2026-11-29T12:00:00Z');

beforeEach(() => {
  kinesis.reset();
  dynamodb.reset();
  kinesis
    .on(DescribeStreamSummaryCommand)
    .resolves({ StreamDescriptionSummary: { RetentionPeriodHours: 168 } as never })
    .on(ListShardsCommand)
    .resolves({ Shards: [{ ShardId: 'one', HashKeyRange: undefined, SequenceNumberRange: undefined }] })
    .on(GetShardIteratorCommand)
    .resolves({ ShardIterator: 'first' })
    .on(GetRecordsCommand)
    .resolves({ Records: [], NextShardIterator: 'next', MillisBehindLatest: 0 })
    .on(GetRecordsCommand, { ShardIterator: 'first' })
    .resolves({
      Records: [{ SequenceNumber: '1', PartitionKey: '1', Data: Buffer.from(JSON.stringify(EVENT)) }],
      NextShardIterator: 'next',
    });
  dynamodb.on(DescribeTableCommand).resolves({});
  dynamodb.on(GetItemCommand).resolves({});
  dynamodb.on(BatchWriteItemCommand).resolves({});
  dynamodb.on(PutItemCommand).resolves({});
});

const replay = (...args: readonly string[]) => runCli(['replay', '--from', 'start', ...args], { now: NOW });

describe('tvguide replay on AWS', () => {
  it('reads the stream of a stage, and writes its catalogue with the expiry of its plan', async () => {
    const { code, stdout } = await replay('--stage', 'test');

    expect(stdout).toBe('1 event in 1 record; 1 changed the catalogue\n');
    expect(code).toBe(0);
    expect(kinesis.commandCalls(ListShardsCommand)[0]?.args[0].input).toEqual({
      StreamName: 'ProgrammeDataStream-test',
    });
    const { TableName, Item } = dynamodb.commandCalls(PutItemCommand).at(-1)!.args[0].input;
    expect(TableName).toBe('TvGuideCatalogue-test');
    expect(Item).toMatchObject({
      sk: { S: 'record' },
      expiresAt: { N: String((epochMs(EVENT.time) + 30 * DAY_MS) / 1_000) },
    });
  });

  it.each([
    [{ plan: 'paid' }, undefined],
    [{ plan: 'paid', catalogueKeepDays: 7 }, 7],
    [{ catalogueKeepDays: 'auto' }, 30],
    [{ catalogueKeepDays: 'never' }, 30],
  ])('knows the expiry of %j in cdk.json', async (context, days) => {
    const folder = await temporaryFolder();
    await writeFile(join(folder.path, 'cdk.json'), JSON.stringify({ context }));
    await runCli(['replay', '--from', 'start'], { now: NOW, cwd: folder.path });
    await folder.remove();

    const { Item } = dynamodb.commandCalls(PutItemCommand).at(-1)!.args[0].input;
    expect(Item?.['expiresAt']?.N).toBe(
      days === undefined ? undefined : String((epochMs(EVENT.time) + days * DAY_MS) / 1_000),
    );
  });

  it('tells the error of DynamoDB with a remedy', async () => {
    dynamodb.on(PutItemCommand).rejects(
      Object.assign(new Error('User is not authorized to perform: dynamodb:PutItem'), {
        name: 'AccessDeniedException',
        $metadata: {},
      }),
    );
    const { code, stderr } = await replay('--quiet');

    expect(stderr).toBe(
      'tvguide: DynamoDB says AccessDeniedException: User is not authorized to perform: dynamodb:PutItem; ask for the permission, or use another --profile\n',
    );
    expect(code).toBe(1);
  });
});
