import { describe, expect, it } from '@jest/globals';
import { deliver, type GivenUp } from '../../../local/event-source-mapping/deliver.ts';
import type { StreamRecord } from '../../../operate/stream/stream-record.ts';

const SETTINGS = { batchSize: 100, maximumRetryAttempts: 5, maximumRecordAgeInSeconds: 60 };

const recordsOf = (count: number): StreamRecord[] =>
  Array.from({ length: count }, (_, index) => ({
    ...{ shardId: 'shardId-000000000000', sequenceNumber: String(index) },
    ...{ partitionKey: '7', data: new Uint8Array(), arrivedAt: 0 },
  }));

/** Delivers records to a function that fails at some of them. Time passes with each pause. */
async function delivering(
  records: readonly StreamRecord[],
  isBad: (record: StreamRecord) => boolean,
  options: {
    readonly secondsPerPause?: number;
    readonly throws?: boolean;
    readonly closesAfter?: number;
  } = {},
) {
  const { secondsPerPause = 1, throws = false, closesAfter = Infinity } = options;
  const batches: string[][] = [];
  const givenUp: GivenUp[] = [];
  const done: string[] = [];
  let now = 0;
  await deliver(records, SETTINGS, {
    invoke(batch) {
      batches.push(batch.map(({ sequenceNumber }) => sequenceNumber));
      const bad = batch.findIndex(isBad);
      const failed = bad === -1 ? null : throws ? 0 : bad;
      done.push(...batch.slice(0, failed ?? batch.length).map(({ sequenceNumber }) => sequenceNumber));
      return Promise.resolve(failed);
    },
    giveUp: (failed) => Promise.resolve(givenUp.push(failed)).then(() => undefined),
    clock: { now: () => now },
    pause(attempt) {
      now += attempt * secondsPerPause * 1_000;
      return Promise.resolve();
    },
    isClosing: () => batches.length >= closesAfter,
  });
  return { batches, givenUp, done };
}

const is =
  (...numbers: readonly number[]) =>
  ({ sequenceNumber }: StreamRecord) =>
    numbers.includes(Number(sequenceNumber));

describe('the delivery of a batch', () => {
  it('is one invocation if no record fails', async () => {
    const { batches, givenUp } = await delivering(recordsOf(100), is());

    expect(batches).toHaveLength(1);
    expect(givenUp).toEqual([]);
  });

  it('isolates a record that always fails, and gives it up after 5 retries', async () => {
    const { batches, givenUp, done } = await delivering(recordsOf(100), is(61));

    expect(givenUp).toEqual([
      { records: [recordsOf(62)[61]], condition: 'RetryAttemptsExhausted', invocations: 6 },
    ]);
    expect(new Set(done).size).toBe(99);
    expect(batches.filter((batch) => batch.length === 1 && batch[0] === '61')).toHaveLength(6);
    // Records before the failed one are not sent again once they are done.
    expect(batches[1]?.[0]).toBe('61');
  });

  it('isolates it by halves if the function reports no record, or fails as a whole', async () => {
    const { givenUp, done } = await delivering(recordsOf(8), is(5), { throws: true });

    expect(givenUp.flatMap(({ records }) => records.map(({ sequenceNumber }) => sequenceNumber))).toEqual([
      '5',
    ]);
    expect(new Set(done).size).toBe(7);
  });

  it('keeps the order of the others', async () => {
    const { done, givenUp } = await delivering(recordsOf(20), is(0, 7, 19));
    const first = [...new Set(done)].map(Number);

    expect(first).toEqual([...first].sort((one, other) => one - other));
    expect(givenUp).toHaveLength(3);
  });

  it('gives records up that are too old, and continues with the next', async () => {
    const young = { ...recordsOf(2)[1]!, arrivedAt: 3_600_000 };
    const { givenUp, done } = await delivering([recordsOf(1)[0]!, young], is(0), { secondsPerPause: 61 });

    expect(givenUp).toEqual([{ records: [recordsOf(1)[0]], condition: 'RecordAgeExceeded', invocations: 1 }]);
    expect(done).toEqual(['1']);
  });

  it('ends between two invocations when the mapping closes', async () => {
    const { batches } = await delivering(recordsOf(4), is(0), { closesAfter: 2 });

    expect(batches).toHaveLength(2);
  });
});
