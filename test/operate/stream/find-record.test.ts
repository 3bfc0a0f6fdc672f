import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  ListShardsCommand,
} from '@aws-sdk/client-kinesis';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { findRecord } from '../../../operate/stream/find-record.ts';

const kinesis = mockClient(KinesisClient);
const clock = { now: () => 0, sleep: () => Promise.resolve() };
const access = { client: new KinesisClient({ region: 'eu-west-2' }), streamName: 'programmes', clock };

const shard = (ShardId: string) => ({ ShardId, HashKeyRange: undefined, SequenceNumberRange: undefined });
const errorNamed = (name: string) => Object.assign(new Error('no'), { name });

beforeEach(() => {
  kinesis.reset();
  kinesis.on(ListShardsCommand).resolves({ Shards: [shard('other'), shard('its')] });
  // AWS refuses the number of another shard.
  kinesis.on(GetShardIteratorCommand).rejects(errorNamed('InvalidArgumentException'));
  kinesis.on(GetShardIteratorCommand, { ShardId: 'its' }).resolves({ ShardIterator: 'its/0' });
});

describe('finding a record', () => {
  it('looks into every shard, and reads on after an empty page', async () => {
    kinesis
      .on(GetRecordsCommand, { ShardIterator: 'its/0' })
      .resolves({ Records: [], NextShardIterator: 'its/1', MillisBehindLatest: 5 })
      .on(GetRecordsCommand, { ShardIterator: 'its/1' })
      .resolves({
        Records: [{ SequenceNumber: '7', PartitionKey: 'key', Data: new Uint8Array() }],
        NextShardIterator: 'its/2',
      });

    expect(await findRecord(access, '7')).toMatchObject({ shardId: 'its', sequenceNumber: '7' });
    expect(kinesis.commandCalls(GetShardIteratorCommand).at(-1)?.args[0].input).toEqual({
      ...{ StreamName: 'programmes', ShardId: 'its' },
      ...{ ShardIteratorType: 'AT_SEQUENCE_NUMBER', StartingSequenceNumber: '7' },
    });
  });

  it('finds none if the oldest record of its shard is a later one', async () => {
    kinesis.on(GetRecordsCommand).resolves({
      Records: [{ SequenceNumber: '9', PartitionKey: 'key', Data: new Uint8Array() }],
      NextShardIterator: 'its/1',
    });

    expect(await findRecord(access, '7')).toBeUndefined();
  });

  it('finds none at the end of a shard', async () => {
    kinesis.on(GetRecordsCommand).resolves({ Records: [], NextShardIterator: 'on', MillisBehindLatest: 0 });

    expect(await findRecord(access, '7')).toBeUndefined();
  });

  it('rejects with other errors', async () => {
    kinesis.on(GetShardIteratorCommand).rejects(errorNamed('AccessDeniedException'));

    await expect(findRecord(access, '7')).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});
