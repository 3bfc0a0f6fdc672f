import { DescribeExecutionCommand } from '@aws-sdk/client-sfn';
import { describe, expect, it } from '@jest/globals';
import { rowOfModel } from '../../../../console/server/runs/run-lists.ts';
import { executionArnOf } from '../../../cli/support/fake-step-functions.ts';
import { entered, historyOf } from '../../../cli/support/history.ts';
import { counts, fakeContext, mapRunArn } from '../support/fake-context.ts';

const rowOf = async (input: string) => {
  const description = { status: 'RUNNING' as const, input };
  const events = historyOf({ type: 'ExecutionStarted' });
  const { context } = await fakeContext([{ name: 'run', description, events }]);
  return rowOfModel(await context.models.get(executionArnOf('run')));
};

describe('the row of a run', () => {
  it('distinguishes a run over title IDs from one over the open window', async () => {
    expect(await rowOf('{"titleIds":[1,2,3]}')).toMatchObject({ titles: 3, isOpenWindow: false });
    expect(await rowOf('{}')).toMatchObject({ titles: null, window: null, isOpenWindow: true });
  });

  it('claims no open window for a run whose input is invalid', async () => {
    expect((await rowOf('{"feed":"none"}')).isOpenWindow).toBe(false);
  });

  it('recognises a dry run in any JSON formatting', async () => {
    expect((await rowOf('{ "dryRun": true }')).dryRun).toBe(true);
    expect((await rowOf('{"dryRun":false}')).dryRun).toBe(false);
  });
});

describe('a sweep that is running', () => {
  const ITEMS = JSON.stringify([1, { titleId: 2, on: ['GB:203'] }, { titleId: 3, from: 'GB:203' }]);
  const sweepOf = async () => {
    const events = historyOf(
      { type: 'ExecutionStarted' },
      entered('Map', 'Ingest titles', ITEMS),
      { type: 'MapStateStarted', mapStateStartedEventDetails: { length: 3 } },
      { type: 'MapRunStarted', mapRunStartedEventDetails: { mapRunArn } },
    );
    const description = { status: 'RUNNING' as const };
    const { context, fake } = await fakeContext([{ name: 'run', description, events }]);
    fake.mapRuns.set(mapRunArn, { status: 'RUNNING', itemCounts: counts(3, { succeeded: 1 }) });
    return context.models.get(executionArnOf('run'));
  };

  it('counts titles that left a service apart from those to fetch, in its row and on its page', async () => {
    const model = await sweepOf();

    expect(rowOfModel(model)).toMatchObject({ discovered: 2, progress: { total: 3, departures: 1 } });
    expect((await model.update(undefined))?.update.mapRuns).toMatchObject([
      { items: { total: 3, succeeded: 1, departures: 1 } },
    ]);
  });
});

describe('the list of runs', () => {
  it('finds runs by a part of their name, in any case, and reads no others', async () => {
    const events = historyOf({ type: 'ExecutionStarted' });
    const names = ['nightly-2026-11-23', 'Nightly-2026-11-24', 'by-hand'];
    const { context, fake } = await fakeContext(names.map((name) => ({ name, events })));
    const any = { status: undefined, feed: undefined, since: 0, limit: 30 };
    const { runs, more } = await context.runs.list({ ...any, name: 'nightly' });

    expect(runs.map(({ name }) => name).sort()).toEqual(['Nightly-2026-11-24', 'nightly-2026-11-23']);
    expect(more).toBe(false);
    const described = fake.mock.commandCalls(DescribeExecutionCommand).map(({ args: [{ input }] }) => input);
    expect(described.map(({ executionArn }) => executionArn)).not.toContain(executionArnOf('by-hand'));
    expect((await context.runs.list({ ...any, name: 'nightly', limit: 1 })).more).toBe(true);
  });
});
