import { describe, expect, it } from '@jest/globals';
import type { FakeExecution } from '../../../cli/support/fake-step-functions.ts';
import { executionArnOf } from '../../../cli/support/fake-step-functions.ts';
import { workOf } from '../../../../console/server/runs/run-work.ts';
import { parentHistory } from '../../../cli/support/failed-run.ts';
import { entered, failed, historyOf, scheduled, started } from '../../../cli/support/history.ts';
import { counts, type FakeContext, fakeContext, mapRunArn } from '../support/fake-context.ts';

const running = { status: 'RUNNING' as const };
const parent: FakeExecution = { name: 'parent', description: running, events: parentHistory('running') };
const child = (name: string, ...last: Parameters<typeof historyOf>): FakeExecution => ({
  name,
  childOf: mapRunArn,
  description: running,
  events: historyOf(
    { type: 'ExecutionStarted' },
    entered('Task', 'Check Watchmode', '{}', 0),
    scheduled(),
    started(),
    ...last,
  ),
});
const retrying = (name: string) => child(name, failed('Watchmode.Unavailable', 'Watchmode answers 503'));

async function look({ context, io, fake }: FakeContext, succeeded: number) {
  const ofItems = counts(300, { succeeded, running: 20 });
  fake.mapRuns.set(mapRunArn, {
    status: 'RUNNING',
    itemCounts: ofItems,
    executionCounts: counts(30, { succeeded: succeeded / 10, running: 2 }),
  });
  io.advance(10_000);
  const model = await context.models.get(executionArnOf('parent'));
  workOf(context.models, model);
  for (const mapRun of model.mapRuns) await context.models.samplerOf(mapRun).settled;
  return workOf(context.models, model);
}

describe('the work of a run', () => {
  it('has the rate over the last half minute and the time that is left', async () => {
    const opened = await fakeContext([parent, child('one'), child('two')]);
    await look(opened, 0);
    await look(opened, 50);

    expect(await look(opened, 100)).toEqual({ perSecond: 5, leftMs: 40_000, retrying: null });
  });

  it('has the children that retry; no time is left to tell if most of them do', async () => {
    const opened = await fakeContext([parent, child('one'), retrying('two')]);
    await look(opened, 0);
    await look(opened, 50);
    const some = await look(opened, 100);

    expect(some?.retrying).toEqual({
      who: 'children',
      count: 1,
      sampled: null,
      isMost: false,
      state: 'Check Watchmode',
      reason: 'Watchmode 503',
    });
    expect(some?.leftMs).toBe(40_000);
    opened.fake.add(retrying('one'));
    expect(await look(opened, 100)).toMatchObject({ leftMs: null, retrying: { count: 2, isMost: true } });
  });

  it('has the state of the run itself that retries', async () => {
    const events = historyOf(
      { type: 'ExecutionStarted' },
      entered('Task', 'List new titles', '{}', 0),
      scheduled(),
      started(),
      failed('Watchmode.RateLimited', 'over the limit'),
    );
    const { context } = await fakeContext([{ name: 'lists', description: running, events }]);
    const model = await context.models.get(executionArnOf('lists'));

    expect(workOf(context.models, model)?.retrying).toMatchObject({
      who: 'run',
      state: 'List new titles',
      reason: 'Watchmode.RateLimited',
    });
  });

  it('is none of a run that has ended', async () => {
    const { context } = await fakeContext([
      { name: 'over', events: parentHistory('failed'), description: { status: 'FAILED' } },
    ]);

    expect(workOf(context.models, await context.models.get(executionArnOf('over')))).toBeNull();
  });
});
