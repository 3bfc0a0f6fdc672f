import { beforeEach, describe, expect, it } from '@jest/globals';
import { GetExecutionHistoryCommand, type HistoryEvent, SFNClient } from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { HistoryFollower, PAGE_SIZE, TAIL_SIZE } from '../../../operate/aws/history.ts';

const executionArn = 'arn:aws:states:eu-west-2:123456789012:execution:title-ingestion:one';
const sfn = mockClient(SFNClient);

/** A service whose history can grow between two requests. Tokens are offsets, as opaque to the caller as AWS's. */
class GrowingHistory {
  length = 0;
  readonly requests: { reverseOrder: boolean; first: number; last: number }[] = [];

  answer = (input: { maxResults?: number; reverseOrder?: boolean; nextToken?: string }) => {
    const { maxResults = 100, reverseOrder = false, nextToken } = input;
    // Forwards: the last id given; in reverse: the lowest id given.
    const from =
      nextToken === undefined ? (reverseOrder ? this.length + 1 : 0) : Number(nextToken.split('/')[0]);
    if (nextToken !== undefined && nextToken.split('/')[1] !== String(maxResults))
      throw new Error('other request');
    const ids = reverseOrder
      ? descending(from - 1, maxResults)
      : ascending(from + 1, this.length, maxResults);
    const end = ids.at(-1) ?? from;
    const isLast = reverseOrder ? end <= 1 : end >= this.length;
    this.requests.push({ reverseOrder, first: ids[0] ?? 0, last: end });
    return {
      events: ids.map((id): HistoryEvent => ({
        id,
        previousEventId: id - 1,
        type: 'TaskStarted',
        timestamp: new Date(0),
      })),
      ...(isLast ? {} : { nextToken: `${end}/${maxResults}` }),
    };
  };
}

function ascending(from: number, to: number, count: number): number[] {
  return Array.from({ length: Math.max(0, Math.min(count, to - from + 1)) }, (_, index) => from + index);
}

function descending(from: number, count: number): number[] {
  return Array.from({ length: Math.max(0, Math.min(count, from)) }, (_, index) => from - index);
}

const idsOf = (events: HistoryEvent[]) => events.map(({ id }) => id);

describe('HistoryFollower', () => {
  let history: GrowingHistory;
  let follower: HistoryFollower;

  beforeEach(() => {
    sfn.reset();
    history = new GrowingHistory();
    sfn.on(GetExecutionHistoryCommand).callsFake(history.answer);
    follower = new HistoryFollower({ client: new SFNClient({}), target: { isLocal: true } }, executionArn);
  });

  it('reads forwards to the end first, a page a call', async () => {
    history.length = PAGE_SIZE + 5;
    expect(idsOf(await follower.next())).toEqual(ascending(1, PAGE_SIZE, PAGE_SIZE));
    expect(follower.hasMore).toBe(true);
    expect(idsOf(await follower.next())).toEqual([1001, 1002, 1003, 1004, 1005]);
    expect(follower.hasMore).toBe(false);
    expect(history.requests.map(({ first }) => first)).toEqual([1, 1001]);
  });

  it('then asks for the newest events only, and gives what is new in order', async () => {
    history.length = 500;
    await follower.next();
    history.length = 503;
    expect(idsOf(await follower.next())).toEqual([501, 502, 503]);
    expect(await follower.next()).toEqual([]);
    expect(follower.hasMore).toBe(false);
    expect(history.requests.slice(1)).toEqual([
      { reverseOrder: true, first: 503, last: 404 },
      { reverseOrder: true, first: 503, last: 404 },
    ]);
  });

  it('closes a gap of several pages without reading a page twice or giving events out of order', async () => {
    history.length = 10;
    await follower.next();
    history.length = 10 + 2 * TAIL_SIZE + 7;
    expect(await follower.next()).toEqual([]);
    // It grows while the gap is being closed: that is for the next look.
    history.length += 3;
    expect(await follower.next()).toEqual([]);
    expect(follower.hasMore).toBe(true);
    expect(idsOf(await follower.next())).toEqual(ascending(11, 10 + 2 * TAIL_SIZE + 7, 1000));
    expect(follower.hasMore).toBe(false);
    expect(idsOf(await follower.next())).toEqual([218, 219, 220]);
    const firsts = history.requests.map(({ first }) => first);
    expect(firsts).toEqual([1, 217, 117, 17, 220]);
  });

  it('needs no further page when the new events fill one exactly', async () => {
    history.length = 50;
    await follower.next();
    history.length = 50 + TAIL_SIZE;
    expect(await follower.next()).toHaveLength(TAIL_SIZE);
    expect(history.requests).toHaveLength(2);
  });
});
