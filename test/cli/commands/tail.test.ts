import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  ListShardsCommand,
} from '@aws-sdk/client-kinesis';
import { mockClient } from 'aws-sdk-client-mock';
import { encodeAggregatedRecord } from '../../../events/kpl/encode.ts';
import streamEvent from '../../../events/examples/stream-event/added.json' with { type: 'json' };
import { runCli } from '../support/fake-io.ts';

const kinesis = mockClient(KinesisClient);
const encoder = new TextEncoder();
const id = (digit: string) => digit.repeat(64);
const eventBytes = (digit: string) => encoder.encode(JSON.stringify({ ...streamEvent, id: id(digit) }));

/** Lets the one shard of the stream hold these records. */
function hold(...records: Uint8Array[]): void {
  kinesis.on(GetRecordsCommand).resolves({
    Records: records.map((Data, index) => ({ Data, SequenceNumber: String(index), PartitionKey: '1' })),
    NextShardIterator: 'next',
    MillisBehindLatest: 0,
  });
  kinesis
    .on(GetRecordsCommand, { ShardIterator: 'next' })
    .resolves({ Records: [], NextShardIterator: 'next', MillisBehindLatest: 0 });
}

beforeEach(() => {
  kinesis.reset();
  kinesis.on(ListShardsCommand).resolves({
    Shards: [
      { ShardId: 'shard-0', HashKeyRange: undefined, SequenceNumberRange: { StartingSequenceNumber: '0' } },
    ],
  });
  kinesis.on(GetShardIteratorCommand).resolves({ ShardIterator: 'first' });
});

const idsIn = (stdout: string) =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { id: string }).id);

describe('tvguide tail', () => {
  it('prints one line an event, aggregated in the KPL format or not', async () => {
    const aggregated = encodeAggregatedRecord(
      ['b', 'c'].map((digit) => ({ partitionKey: '1', data: eventBytes(digit) })),
    );
    hold(eventBytes('a'), aggregated);
    const { code, stdout, stderr } = await runCli(['tail', '--json']);
    expect(idsIn(stdout)).toEqual([id('a'), id('b'), id('c')]);
    expect(stderr).toBe('3 events\n');
    expect(code).toBe(0);
  });

  it('says for people when, which title, what happened and what it is', async () => {
    hold(eventBytes('a'));
    const { stdout } = await runCli(['tail', '--quiet']);
    const { subject, data } = streamEvent;
    expect(stdout).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ {2}/);
    expect(stdout).toContain(`${subject.padEnd(9)} added     ${data.title} (${data.year}), ${data.type}, `);
  });

  it('shows an event once with --unique', async () => {
    hold(eventBytes('a'), eventBytes('b'), eventBytes('a'));
    const { stdout } = await runCli(['tail', '--json', '--unique']);
    expect(idsIn(stdout)).toEqual([id('a'), id('b')]);
  });

  it('ends after --limit events', async () => {
    hold(eventBytes('a'), eventBytes('b'));
    const flags = ['--follow', '--from', 'start', '--limit', '1'];
    const { stdout, stderr } = await runCli(['tail', '--json', ...flags]);
    expect(idsIn(stdout)).toEqual([id('a')]);
    expect(stderr).toBe('1 event\n');
  });

  it('warns of invalid records, and continues', async () => {
    hold(encoder.encode('{"specversion":"0.3"}'), encoder.encode('no JSON'), eventBytes('a'));
    const { code, stdout, stderr } = await runCli(['tail', '--json', '--quiet']);
    expect(idsIn(stdout)).toEqual([id('a')]);
    expect(stderr.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/^warning: skipped record 0 of shard-0: /),
      expect.stringMatching(/^warning: skipped record 1 of shard-0: /),
    ]);
    expect(code).toBe(0);
  });

  it.each([
    [[], 'ProgrammeDataStream', { ShardIteratorType: 'TRIM_HORIZON' }],
    [['--stream', 'mine', '--from', 'latest'], 'mine', { ShardIteratorType: 'LATEST' }],
    [
      ['--from', '2026-11-24T06:00:00Z'],
      'ProgrammeDataStream',
      { ShardIteratorType: 'AT_TIMESTAMP', Timestamp: new Date('2026-11-24T06:00:00Z') },
    ],
  ])('with %j begins where it was told', async (args, stream, position) => {
    hold();
    await runCli(['tail', ...args]);
    expect(kinesis.commandCalls(ListShardsCommand)[0]?.args[0].input).toEqual({ StreamName: stream });
    expect(kinesis.commandCalls(GetShardIteratorCommand)[0]?.args[0].input).toEqual({
      StreamName: stream,
      ShardId: 'shard-0',
      ...position,
    });
  });

  it('refuses an invalid moment', async () => {
    const { code, stderr } = await runCli(['tail', '--from', 'yesterday']);
    expect(stderr).toContain('Give start, latest, or a moment; yesterday is not a moment');
    expect(code).toBe(2);
  });
});
