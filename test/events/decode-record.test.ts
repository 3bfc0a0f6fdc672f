import { describe, expect, it } from '@jest/globals';
import { decodeRecord } from '../../events/decode-record.ts';
import added from '../../events/examples/stream-event/added.json' with { type: 'json' };
import removed from '../../events/examples/stream-event/removed.json' with { type: 'json' };
import { encodeAggregatedRecord } from '../../events/kpl/encode.ts';

const bytesOf = (value: unknown) => Buffer.from(JSON.stringify(value));
const aggregateOf = (...parts: readonly Buffer[]) =>
  encodeAggregatedRecord(parts.map((data) => ({ partitionKey: added.subject, data })));

describe('the contents of a record', () => {
  it('are its event, or the events that are aggregated in it, in their order', () => {
    expect(decodeRecord(bytesOf(added))).toEqual({ events: [added], faults: [] });
    expect(decodeRecord(aggregateOf(bytesOf(added), bytesOf(removed)))).toEqual({
      events: [added, removed],
      faults: [],
    });
  });

  it('are the valid events and a reason for each other part', () => {
    const poison = bytesOf({ ...added, subject: 'seven' });
    const { events, faults } = decodeRecord(aggregateOf(bytesOf(added), poison, Buffer.from('junk')));

    expect(events).toEqual([added]);
    expect(faults).toEqual([expect.stringContaining('/subject'), expect.stringContaining('JSON')]);
  });

  it('are a fault if the bytes are no text, or a damaged aggregate', () => {
    const damaged = Buffer.from(aggregateOf(bytesOf(added)));
    damaged[10]! ^= 0xff;

    expect(decodeRecord(Buffer.from([0xff, 0xfe])).faults).toHaveLength(1);
    expect(decodeRecord(damaged)).toMatchObject({ events: [], faults: [expect.any(String)] });
  });
});
