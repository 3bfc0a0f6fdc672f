import { describe, expect, it } from '@jest/globals';
import { ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { InnerStatesFollower } from '../../../../console/server/runs/inner-states.ts';
import { failedChildHistory, parentHistory } from '../../../cli/support/failed-run.ts';
import { executionArnOf, type FakeExecution } from '../../../cli/support/fake-step-functions.ts';
import {
  entered,
  exited,
  failed,
  historyOf,
  scheduled,
  started,
  succeeded,
} from '../../../cli/support/history.ts';
import { counts, type FakeContext, fakeContext, mapRunArn, ON_AWS } from '../support/fake-context.ts';

const parent = (end: 'running' | 'failed'): FakeExecution => ({
  name: 'parent',
  description: { status: end === 'running' ? 'RUNNING' : 'FAILED' },
  events: parentHistory(end),
});
const fine: FakeExecution = {
  name: 'fine',
  childOf: mapRunArn,
  events: historyOf(
    { type: 'ExecutionStarted' },
    entered('Task', 'Publish titles', '{}', 0),
    scheduled(),
    started(),
    succeeded(),
    exited('Task', 'Publish titles'),
    { type: 'ExecutionSucceeded' },
  ),
};
const waiting: FakeExecution = {
  name: 'waiting',
  childOf: mapRunArn,
  description: { status: 'RUNNING' },
  events: historyOf(
    { type: 'ExecutionStarted' },
    entered('Task', 'Check Watchmode', '{}', 0),
    scheduled(),
    started(),
    failed('Watchmode.Unavailable', 'HTTP 503'),
  ),
};
const recovered: FakeExecution = {
  ...waiting,
  description: { status: 'SUCCEEDED' },
  events: historyOf(
    ...(waiting.events ?? []).map((event) => ({ ...event, type: event.type ?? 'ExecutionStarted' })),
    scheduled(),
    started(),
    succeeded(),
    exited('Task', 'Check Watchmode'),
    { type: 'ExecutionSucceeded' },
  ),
};
const broken: FakeExecution = {
  name: 'broken',
  childOf: mapRunArn,
  description: { status: 'FAILED', error: 'Watchmode.Unauthorized' },
  events: failedChildHistory(9_000_001, 'Watchmode.Unauthorized'),
};

const follow = async ({ context, io }: FakeContext, follower: InnerStatesFollower) => {
  io.advance(60_000);
  const model = await context.models.get(executionArnOf('parent'));
  follower.of(model);
  for (const mapRun of model.mapRuns) await context.models.samplerOf(mapRun).settled;
  return follower.of(model);
};

describe('the states inside a Distributed Map', () => {
  it('are counted over the sampled children, each with a child to open', async () => {
    const opened = await fakeContext([parent('running'), fine, waiting, broken]);
    opened.fake.mapRuns.set(mapRunArn, {
      status: 'RUNNING',
      executionCounts: counts(3, { succeeded: 1, running: 1, failed: 1 }),
    });
    const known = await follow(opened, new InnerStatesFollower(opened.context.models));

    expect(known).toMatchObject({ lookedInto: 2, children: 3 });
    const byName = new Map(known?.states.map((state) => [state.name, state]));
    expect(byName.get('Check Watchmode')).toMatchObject({ status: 'retrying', retrying: 1, failed: 0 });
    expect(byName.get('Check Watchmode')?.child).toBe('title-ingestion:waiting');
    expect(byName.get('Fetch title details')).toMatchObject({ status: 'failed', failed: 1, running: 0 });
    expect(byName.get('Fetch title details')?.child).toBe('title-ingestion:broken');
  });

  it('come from a few succeeded children if all succeeded, and are read once then', async () => {
    const opened = await fakeContext([parent('running'), fine]);
    opened.fake.mapRuns.set(mapRunArn, { status: 'SUCCEEDED', executionCounts: counts(1, { succeeded: 1 }) });
    const follower = new InnerStatesFollower(opened.context.models);

    expect((await follow(opened, follower))?.states).toMatchObject([
      { name: 'Publish titles', status: 'succeeded', succeeded: 1 },
    ]);
    const asked = opened.fake.mock.commandCalls(ListExecutionsCommand).length;
    await follow(opened, follower);
    await follow(opened, follower);
    expect(opened.fake.mock.commandCalls(ListExecutionsCommand)).toHaveLength(asked);
  });

  it('keep a child in the sample that was seen running and has ended since', async () => {
    const opened = await fakeContext([parent('running'), waiting]);
    opened.fake.mapRuns.set(mapRunArn, { status: 'RUNNING', executionCounts: counts(2, { running: 1 }) });
    const follower = new InnerStatesFollower(opened.context.models);
    await follow(opened, follower);
    opened.fake.add({ ...waiting, name: 'another' }, recovered);
    opened.fake.mapRuns.set(mapRunArn, {
      status: 'RUNNING',
      executionCounts: counts(2, { succeeded: 1, running: 1 }),
    });

    expect(await follow(opened, follower)).toMatchObject({
      lookedInto: 2,
      states: expect.arrayContaining([
        expect.objectContaining({
          name: 'Check Watchmode',
          retrying: 1,
          succeeded: 1,
          child: 'title-ingestion:another',
        }),
      ]),
    });
  });

  it('are read again while a child of an ended Map Run seems to run', async () => {
    const opened = await fakeContext([parent('failed'), waiting]);
    opened.fake.mapRuns.set(mapRunArn, { status: 'FAILED', executionCounts: counts(1, { running: 1 }) });
    const follower = new InnerStatesFollower(opened.context.models);
    await follow(opened, follower);
    opened.fake.add({ ...broken, name: 'waiting' });

    expect((await follow(opened, follower))?.states).toContainEqual(
      expect.objectContaining({ name: 'Fetch title details', failed: 1 }),
    );
  });

  it('come from at most five children of each kind on AWS', async () => {
    const many = Array.from({ length: 12 }, (_, index) => ({ ...broken, name: `broken-${index}` }));
    const opened = await fakeContext([parent('failed'), ...many], ON_AWS);
    opened.fake.mapRuns.set(mapRunArn, { status: 'FAILED', executionCounts: counts(12, { failed: 12 }) });

    expect(await follow(opened, new InnerStatesFollower(opened.context.models))).toMatchObject({
      lookedInto: 5,
      children: 12,
    });
  });

  it('report the error of a look once, and go on', async () => {
    const opened = await fakeContext([parent('running'), waiting]);
    opened.fake.mapRuns.set(mapRunArn, { status: 'RUNNING', executionCounts: counts(1, { running: 1 }) });
    opened.fake.mock.on(ListExecutionsCommand).rejectsOnce(new Error('throttled'));
    const follower = new InnerStatesFollower(opened.context.models);

    await expect(follow(opened, follower)).rejects.toThrow('throttled');
    opened.fake.mock.on(ListExecutionsCommand).resolves({ executions: [] });
    await expect(follow(opened, follower)).resolves.toMatchObject({ lookedInto: 0 });
  });
});
