import { beforeEach, describe, expect, it } from '@jest/globals';
import { DescribeExecutionCommand, ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { MapRunFollower } from '../../../../console/server/runs/map-run-follower.ts';
import type { FakeExecution } from '../../../cli/support/fake-step-functions.ts';
import { entered, failed, historyOf, scheduled, started } from '../../../cli/support/history.ts';
import { counts, type FakeContext, fakeContext, mapRunArn, ON_AWS } from '../support/fake-context.ts';

const at = (second: number) => new Date(Date.UTC(2026, 10, 24, 6, 0, second));
const child = (
  name: string,
  second: number,
  status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' = 'SUCCEEDED',
  last: 'at work' | 'waiting' = 'at work',
): FakeExecution => ({
  name,
  childOf: mapRunArn,
  description: {
    status,
    startDate: at(second),
    ...(status === 'RUNNING' ? {} : { stopDate: at(second + 5) }),
  },
  events: historyOf(
    { type: 'ExecutionStarted' },
    entered('Task', 'Check Watchmode', '{}', 0),
    scheduled(),
    last === 'waiting' ? failed('Watchmode.Unavailable', 'HTTP 503') : started(),
  ),
});

describe('a followed Map Run', () => {
  let opened: FakeContext;
  let follower: MapRunFollower;

  const become = (status: 'RUNNING' | 'FAILED' | 'SUCCEEDED', redriveCount = 0) =>
    opened.fake.mapRuns.set(mapRunArn, {
      status,
      redriveCount,
      executionCounts: counts(3, { running: status === 'RUNNING' ? 2 : 0 }),
    });

  beforeEach(async () => {
    opened = await fakeContext();
    follower = new MapRunFollower(opened.context, mapRunArn);
  });

  it('reports its children in the order of their start, then the changed ones', async () => {
    become('RUNNING');
    opened.fake.add(child('second', 2, 'RUNNING'), child('first', 1), child('third', 3, 'RUNNING'));
    const whole = await follower.look();

    expect(whole?.children.map(({ id, status }) => [id, status])).toEqual([
      ['title-ingestion:first', 'SUCCEEDED'],
      ['title-ingestion:second', 'RUNNING'],
      ['title-ingestion:third', 'RUNNING'],
    ]);
    expect(whole?.held).toBeNull();
    expect((await follower.look())?.children.map(({ outcome }) => outcome?.titles)).toEqual([[], [], []]);
    expect(await follower.look()).toBeUndefined();

    opened.fake.add(child('third', 3, 'FAILED'));
    expect((await follower.look())?.children).toMatchObject([
      { id: 'title-ingestion:third', status: 'FAILED', endedAt: at(8).getTime() },
    ]);
  });

  it('reports the children that wait for another attempt', async () => {
    become('RUNNING');
    opened.fake.add(
      child('waits', 1, 'RUNNING', 'waiting'),
      child('works', 2, 'RUNNING'),
      child('gave up', 3, 'FAILED', 'waiting'),
    );

    expect((await follower.look())?.children.map(({ retrying }) => retrying)).toEqual([true, false, false]);
  });

  it('reads at most five running children on AWS', async () => {
    const aws = await fakeContext(
      Array.from({ length: 15 }, (_, index) => child(`child-${index}`, index, 'RUNNING')),
      ON_AWS,
    );
    aws.fake.mapRuns.set(mapRunArn, { status: 'RUNNING', executionCounts: counts(15, { running: 15 }) });
    await new MapRunFollower(aws.context, mapRunArn).look();

    expect(aws.fake.mock.commandCalls(DescribeExecutionCommand)).toHaveLength(5);
  });

  it('lists again while the list shows a running child of an ended Map Run', async () => {
    become('FAILED');
    opened.fake.add(child('red', 1, 'RUNNING'));
    await follower.look();
    opened.fake.add(child('red', 1, 'FAILED'));

    expect((await follower.look())?.children).toMatchObject([{ status: 'FAILED' }]);
  });

  it('does not list an ended Map Run again until a redrive', async () => {
    become('FAILED');
    opened.fake.add(child('red', 1, 'FAILED'));
    await follower.look();
    const lists = () => opened.fake.mock.commandCalls(ListExecutionsCommand).length;
    const before = lists();
    await follower.look();

    expect(await follower.look()).toBeUndefined();
    expect(lists()).toBe(before);

    become('SUCCEEDED', 1);
    opened.fake.add(child('red', 1));
    expect(await follower.look()).toMatchObject({
      mapRun: { status: 'SUCCEEDED', redriveCount: 1 },
      children: [{ status: 'SUCCEEDED' }],
    });
  });

  it('marks the titles that left a service', async () => {
    become('SUCCEEDED');
    const good = child('good', 1);
    const input = JSON.stringify({ Items: [11, { titleId: 12, from: 'GB:203' }] });
    opened.fake.add({ ...good, description: { ...good.description, input } });
    await follower.look();

    expect((await follower.look())?.children[0]?.outcome?.titles).toEqual([
      { id: 11, name: null },
      { id: 12, name: null, left: true },
    ]);
  });

  it('tells the titles of each child, its error, and the titles that it set aside', async () => {
    become('FAILED');
    const input = (...Items: number[]) => JSON.stringify({ BatchInput: {}, Items });
    const deferred = { titleId: 12, outcome: 'deferred', reason: 'Watchmode answers 500' };
    const result = { published: 1, skipped: 0, deferred: 1, credits: 4, setAside: [deferred] };
    const [good, bad] = [child('good', 1), child('bad', 2, 'FAILED')];
    const cause = JSON.stringify({ errorType: 'Watchmode.Unauthorized', errorMessage: 'the key is wrong' });
    opened.fake.add(
      { ...good, description: { ...good.description, input: input(11, 12), output: JSON.stringify(result) } },
      {
        ...bad,
        description: { ...bad.description, input: input(13), error: 'Watchmode.Unauthorized', cause },
      },
    );
    expect((await follower.look())?.children.map(({ outcome }) => outcome)).toEqual([null, null]);
    expect(follower.isBehind).toBe(true);

    expect((await follower.look())?.children.map(({ outcome }) => outcome)).toEqual([
      {
        titles: [
          { id: 11, name: null },
          { id: 12, name: null },
        ],
        error: null,
        message: null,
        numbers: { published: 1, skipped: 0, deferred: 1, rejected: 0, left: 0, creditsUsed: 4 },
        setAside: [deferred],
      },
      {
        titles: [{ id: 13, name: null }],
        error: 'Watchmode.Unauthorized',
        message: 'the key is wrong',
        numbers: null,
        setAside: [],
      },
    ]);
    expect(follower.isBehind).toBe(false);
  });

  it('names titles that are not on the stream from catalogues, each looked up once', async () => {
    const asked: (readonly number[])[] = [];
    opened = await fakeContext([], {
      nameTitles: (ids) => {
        asked.push(ids);
        return Promise.resolve(new Map([[12, 'Fleabag']]));
      },
    });
    become('FAILED');
    const input = JSON.stringify({ BatchInput: {}, Items: [12, 13] });
    const bad = child('bad', 2, 'FAILED');
    opened.fake.add({ ...bad, description: { ...bad.description, input } });
    follower = new MapRunFollower(opened.context, mapRunArn);
    for (let looks = 0; looks < 3; looks += 1) await follower.look();

    expect((await follower.look())?.children.map(({ outcome }) => outcome?.titles)).toEqual([
      [
        { id: 12, name: 'Fleabag' },
        { id: 13, name: null },
      ],
    ]);
    expect(await follower.look()).toBeUndefined();
    expect(asked).toEqual([[12, 13]]);
  });

  it('is not in a hurry after an error', async () => {
    become('FAILED');
    opened.fake.add(child('red', 1, 'FAILED'));
    await follower.look();
    opened.fake.mock.on(DescribeExecutionCommand).rejects(new Error('gone'));

    await expect(follower.look()).rejects.toThrow('gone');
    expect(follower.isBehind).toBe(false);
  });
});
