import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  ExpiredIteratorException,
  GetShardIteratorCommand,
  ProvisionedThroughputExceededException,
} from '@aws-sdk/client-kinesis';
import { StreamFollower } from '../../../../console/server/titles/stream-follower.ts';
import { VirtualIo } from '../support/virtual-time.ts';
import { FakeStream } from './support/fake-stream.ts';

const fake = new FakeStream();
const [A, B] = ['shardId-0', 'shardId-1'] as const;
const refused = (name: string) => Object.assign(new Error(name), { name, $metadata: {} });

describe('a follower of the stream', () => {
  let io: VirtualIo;
  let follower: StreamFollower;
  let taken: string[];
  let forgotten: number;

  const open = (isLocal = true) => {
    follower = new StreamFollower({
      client: fake.client,
      streamName: 'programmes',
      io,
      isLocal,
      take: (records) =>
        taken.push(...records.map(({ data }) => JSON.parse(Buffer.from(data).toString()) as string)),
      forget: () => {
        forgotten += 1;
        taken = [];
      },
    });
  };
  /** Asks twice a second, as a page does. */
  const look = async (milliseconds: number) => {
    for (let passed = 0; passed < milliseconds; passed += 500) {
      follower.ask();
      await io.pass(500);
    }
  };

  beforeEach(() => {
    fake.reset();
    fake.put(A, 'a0', 'a1', 'a2', 'a3', 'a4', 'a5', 'a6');
    fake.put(B, 'b0', 'b1');
    io = new VirtualIo({ now: Date.parse('2026-11-24T07:00:00Z') });
    taken = [];
    forgotten = 0;
    open();
  });

  afterEach(() => follower.close());

  it.each([
    ['an iterator that expires', () => new ExpiredIteratorException({ message: 'too old', $metadata: {} })],
    [
      'too many reads of the shard',
      () => new ProvisionedThroughputExceededException({ message: 'slow down', $metadata: {} }),
    ],
    ['a connection that breaks', () => Object.assign(new Error('reset'), { code: 'ECONNRESET' })],
  ])('takes each record once, in spite of %s in between', async (_, failure) => {
    const due = new Set([0, 3, 6]);
    fake.onRead = (shard, from) => {
      if (shard === A && due.delete(from)) throw failure();
    };
    await look(20_000);
    fake.put(A, 'a7');
    fake.put(B, 'b2');
    await look(5_000);

    expect(due.size).toBe(0);
    expect(taken.toSorted()).toEqual(['a0', 'a1', 'a2', 'a3', 'a4', 'a5', 'a6', 'a7', 'b0', 'b1', 'b2']);
    expect(forgotten).toBe(0);
  });

  it('continues after the last record that it took', async () => {
    await look(1_000);
    fake.onRead = () => {
      fake.onRead = () => undefined;
      throw refused('InternalFailureException');
    };
    await look(10_000);
    const opened = fake.mock.commandCalls(GetShardIteratorCommand).map(({ args: [{ input }] }) => input);

    expect(opened.slice(0, 2)).toEqual([
      { StreamName: 'programmes', ShardId: A, ShardIteratorType: 'TRIM_HORIZON' },
      { StreamName: 'programmes', ShardId: B, ShardIteratorType: 'TRIM_HORIZON' },
    ]);
    expect(opened.slice(2)).toEqual([
      expect.objectContaining({
        ShardId: A,
        ShardIteratorType: 'AFTER_SEQUENCE_NUMBER',
        StartingSequenceNumber: '1-6',
      }),
      expect.objectContaining({
        ShardId: B,
        ShardIteratorType: 'AFTER_SEQUENCE_NUMBER',
        StartingSequenceNumber: '1-1',
      }),
    ]);
  });

  it('begins an hour back on AWS, also after a failure before the first record', async () => {
    open(false);
    fake.shards.set(A, []);
    fake.shards.set(B, []);
    fake.onRead = () => {
      fake.onRead = () => undefined;
      throw refused('InternalFailureException');
    };
    await look(20_000);
    const opened = fake.mock.commandCalls(GetShardIteratorCommand).map(({ args: [{ input }] }) => input);

    expect(opened.length).toBe(4);
    expect(opened.map(({ Timestamp }) => Timestamp?.toISOString())).toEqual(
      Array.from({ length: 4 }, () => '2026-11-24T06:00:00.000Z'),
    );
  });

  it('reads nothing before a page looks, and stops some seconds after the last look', async () => {
    await io.pass(10_000);
    expect(fake.reads).toBe(0);

    await look(10_000);
    expect(fake.reads).toBeGreaterThan(10);
    await io.pass(6_000);
    const afterLook = fake.reads;
    await io.pass(3_600_000);
    expect(fake.reads).toBe(afterLook);
  });

  it('also tries nothing again when nobody looks', async () => {
    fake.onRead = () => {
      throw refused('AccessDeniedException');
    };
    await look(2_000);
    await io.pass(6_000);
    const afterLook = fake.reads;
    await io.pass(3_600_000);

    expect(fake.reads).toBe(afterLook);
  });

  it('reads on at the next look, and waits until that is done', async () => {
    await look(1_000);
    await io.pass(60_000);
    fake.put(B, 'b2', 'b3', 'b4', 'b5');
    expect(follower.isRead).toBe(true);
    const reading = follower.read(3_000);
    expect(follower.isRead).toBe(false);
    await io.pass(0);
    await reading;

    expect(follower.isRead).toBe(true);
    expect(taken).toHaveLength(13);
  });

  it('waits no longer than it may', async () => {
    fake.mock.on(GetShardIteratorCommand).callsFake(() => new Promise(() => undefined));
    const reading = follower.read(3_000);
    await io.pass(3_000);
    await reading;

    expect(follower.isRead).toBe(false);
  });

  it('tells a failure until a read succeeds', async () => {
    let isDown = true;
    fake.onRead = () => {
      if (isDown) throw refused('AccessDeniedException');
    };
    const reading = follower.read(3_000);
    await io.pass(0);
    await reading;
    expect(follower.failure).toMatchObject({ name: 'AccessDeniedException' });
    await look(3_000);
    expect(follower.failure).toBeDefined();

    isDown = false;
    await look(3_000);
    expect(follower.failure).toBeUndefined();
    expect(taken).toHaveLength(9);
  });

  it('begins anew when the stream was replaced by another one', async () => {
    await look(1_000);
    fake.replace();
    fake.put(A, 'new');
    fake.onRead = () => {
      fake.onRead = () => undefined;
      throw refused('ResourceNotFoundException');
    };
    await look(10_000);

    expect(forgotten).toBe(1);
    expect(taken).toEqual(['new']);
  });
});
