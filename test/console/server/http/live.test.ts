import { beforeEach, describe, expect, it } from '@jest/globals';
import { DescribeExecutionCommand } from '@aws-sdk/client-sfn';
import { liveRun } from '../../../../console/server/runs/handlers.ts';
import { historyOf } from '../../../cli/support/history.ts';
import { type FakeContext, fakeContext, ON_AWS } from '../support/fake-context.ts';
import { askHandler, FakePage, VirtualIo } from '../support/virtual-time.ts';

describe('a page that follows a run', () => {
  const io = new VirtualIo({ now: Date.parse('2026-11-24T07:00:00Z') });
  let opened: FakeContext;
  let page: FakePage;
  const follow = (id: string) => askHandler(liveRun, opened.context, { id }, undefined, page);
  const asked = () => opened.fake.mock.commandCalls(DescribeExecutionCommand).length;

  beforeEach(async () => {
    opened = await fakeContext([], { ...ON_AWS, io });
    page = new FakePage();
  });

  it('of a run that does not exist is told so, and asks no more', async () => {
    const followed = follow('title-ingestion:nosuch');
    await io.pass(60_000);
    await followed;

    expect(page.refusals).toEqual([expect.stringContaining('has no run title-ingestion:nosuch')]);
    expect(page.problems).toHaveLength(1);
    expect(asked()).toBe(3);
  });

  it('of a run that AWS does not know yet sees it as soon as AWS does', async () => {
    void follow('title-ingestion:fresh');
    await io.pass(1);
    expect(page.problems).toHaveLength(1);
    opened.fake.add({
      name: 'fresh',
      description: { status: 'SUCCEEDED' },
      events: historyOf({ type: 'ExecutionStarted' }, { type: 'ExecutionSucceeded' }),
    });
    await io.pass(10_000);
    page.close();

    expect(page.messages[0]).toMatchObject({ head: { name: 'fresh', status: 'SUCCEEDED' } });
    expect(page.refusals).toEqual([]);
  });

  it('is refused at once with an id that is none', async () => {
    await expect((async () => follow('x'))()).rejects.toThrow(
      '"x" is not the id of a run: an id is STATE-MACHINE:NAME',
    );
    expect(asked()).toBe(0);
  });
});
