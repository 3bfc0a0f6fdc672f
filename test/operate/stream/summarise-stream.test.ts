import { describe, expect, it } from '@jest/globals';
import type { StreamRecord } from '../../../operate/stream/stream-record.ts';
import { SourceNames } from '../../../operate/stream/source-names.ts';
import { summariseStream } from '../../../operate/stream/summarise-stream.ts';
import { bytesOf, eventOf, leftOf, sourceOf } from './support/events.ts';

// oxlint-disable-next-line typescript/require-await -- a stream that is there at once
async function* streamOf(...values: unknown[]): AsyncGenerator<readonly StreamRecord[]> {
  for (const value of values) {
    yield [
      { shardId: 'shardId-0', sequenceNumber: '1', partitionKey: '1', data: bytesOf(value), arrivedAt: 0 },
    ];
  }
}

describe('summariseStream', () => {
  it('counts records, events and ids, and keeps the first three events', async () => {
    const events = [eventOf(1), eventOf(2), eventOf(1), eventOf(3)];

    expect(await summariseStream(streamOf(...events))).toEqual({
      records: 4,
      events: 4,
      distinctIds: 3,
      titles: 3,
      samples: events.slice(0, 3),
      names: new SourceNames(),
      faults: 0,
      faultSamples: [],
    });
  });

  it('counts the titles with a record by themselves, and keeps the names of sources', async () => {
    const found = await summariseStream(
      streamOf(eventOf(1), eventOf(1), leftOf(2, 203), sourceOf(203, 'Netflix')),
    );

    expect(found).toMatchObject({ events: 4, distinctIds: 3, titles: 1 });
    expect([203, 26].map((id) => found.names.of(id))).toEqual(['Netflix', 'source 26']);
  });

  it('counts what is no event and keeps the first three reasons', async () => {
    const summary = await summariseStream(streamOf({}, eventOf(1), [], 1, 'x'));

    expect(summary).toMatchObject({ records: 5, events: 1, distinctIds: 1, faults: 4 });
    expect(summary.faultSamples).toHaveLength(3);
  });

  it('returns zeros for an empty stream', async () => {
    expect(await summariseStream(streamOf())).toMatchObject({
      records: 0,
      events: 0,
      distinctIds: 0,
      samples: [],
    });
  });
});
