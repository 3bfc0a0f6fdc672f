import { describe, expect, it } from '@jest/globals';
import { encodeAggregatedRecord } from '../../../events/kpl/encode.ts';
import { decodeEvents } from '../../../operate/stream/decode-events.ts';
import { bytesOf, eventOf } from './support/events.ts';

const decode = (data: Uint8Array) =>
  decodeEvents({ shardId: 'shardId-0', sequenceNumber: '42', partitionKey: '1', data, arrivedAt: 0 });

describe('decodeEvents', () => {
  it('reads a record that is one event', () => {
    expect(decode(bytesOf(eventOf(1)))).toEqual({ events: [eventOf(1)], faults: [] });
  });

  it('reads the events of an aggregated record in their order', () => {
    const data = encodeAggregatedRecord(
      [3, 1, 2].map((id) => ({ partitionKey: String(id), data: bytesOf(eventOf(id)) })),
    );

    expect(decode(data)).toEqual({ events: [eventOf(3), eventOf(1), eventOf(2)], faults: [] });
  });

  it('reports what is no event of ours and keeps the rest', () => {
    const withoutId = { ...eventOf(2), id: undefined };
    const data = encodeAggregatedRecord(
      [bytesOf(eventOf(1)), bytesOf(withoutId), Buffer.from('{"cut'), Buffer.from([0xff, 0xfe])].map(
        (part) => ({
          partitionKey: '1',
          data: part,
        }),
      ),
    );
    const { events, faults } = decode(data);

    expect(events).toEqual([eventOf(1)]);
    expect(faults).toHaveLength(3);
    expect(faults[0]).toMatch(/^record 42 of shardId-0: .*required property 'id'/);
    expect(faults[1]).toMatch(/^record 42 of shardId-0: .*JSON/);
    expect(faults[2]).toMatch(/^record 42 of shardId-0: .*utf-8/);
  });

  it('reports an aggregated record whose message is broken', () => {
    const digested = encodeAggregatedRecord([{ partitionKey: '1', data: bytesOf(eventOf(1)) }]);
    const cut = digested.subarray(0, 40);

    expect(decode(cut)).toEqual({ events: [], faults: [expect.stringMatching(/^record 42 of shardId-0: /)] });
  });
});
