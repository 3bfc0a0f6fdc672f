import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  DescribeExecutionCommand,
  DescribeMapRunCommand,
  DescribeStateMachineForExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
} from '@aws-sdk/client-sfn';
import { liveMapRun } from '../../../../console/server/runs/handlers.ts';
import { liveRun, liveRuns } from '../../../../console/server/runs/handlers.ts';
import type { Handler } from '../../../../console/server/http/handler.ts';
import { failedChildHistory, parentHistory } from '../../../cli/support/failed-run.ts';
import { executionArnOf, type FakeExecution } from '../../../cli/support/fake-step-functions.ts';
import { historyOf } from '../../../cli/support/history.ts';
import { counts, type FakeContext, fakeContext, mapRunArn, ON_AWS } from '../support/fake-context.ts';
import { askHandler, FakePage, VirtualIo } from '../support/virtual-time.ts';

/**
 * Refill rates of an account in the smaller Regions, in requests per second.
 * @see {@link https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html}
 */
const REFILL = [
  ['DescribeExecution', DescribeExecutionCommand, 10],
  ['GetExecutionHistory', GetExecutionHistoryCommand, 20],
  ['ListExecutions', ListExecutionsCommand, 2],
  ['DescribeMapRun', DescribeMapRunCommand, 1],
  ['DescribeStateMachineForExecution', DescribeStateMachineForExecutionCommand, 1],
] as const;
const MINUTE_MS = 60_000;
const CHILDREN = 2_500;
const PAGE = 1_000;

const ended = (name: string, status: 'SUCCEEDED' | 'FAILED'): FakeExecution => ({
  name,
  description: { status },
  events: historyOf(
    { type: 'ExecutionStarted' },
    { type: status === 'SUCCEEDED' ? 'ExecutionSucceeded' : 'ExecutionFailed' },
  ),
});
const going: FakeExecution = {
  name: 'going',
  description: { status: 'RUNNING' },
  events: parentHistory('running'),
};
const children: FakeExecution[] = Array.from({ length: CHILDREN }, (_, index) => {
  const base = { name: `child-${index}`, childOf: mapRunArn };
  if (index % 50 === 0)
    return { ...base, description: { status: 'RUNNING' }, events: historyOf({ type: 'ExecutionStarted' }) };
  if (index % 50 === 1)
    return {
      ...base,
      description: { status: 'FAILED' },
      events: failedChildHistory(7, 'Watchmode.Unavailable'),
    };
  return { ...ended(base.name, 'SUCCEEDED'), ...base };
});

describe('a console over AWS that stays open', () => {
  let io: VirtualIo;
  let opened: FakeContext;

  const look = (handler: Handler, query: Record<string, string>): FakePage => {
    const page = new FakePage();
    void askHandler(handler, opened.context, query, undefined, page);
    return page;
  };
  const asked = () =>
    Object.fromEntries(
      REFILL.map(([name, command]) => [
        name,
        opened.fake.mock.commandCalls(command as typeof DescribeExecutionCommand).length,
      ]),
    );

  beforeEach(async () => {
    io = new VirtualIo({ now: Date.parse('2026-11-24T07:00:00Z') });
    opened = await fakeContext([], { ...ON_AWS, io });
  });

  it('stays below the refill rates of AWS with a run, its Map Run and the list open at once', async () => {
    const others = Array.from({ length: 29 }, (_, index) =>
      ended(`old-${index}`, index % 2 === 0 ? 'SUCCEEDED' : 'FAILED'),
    );
    opened.fake.add(going, ...others, ...children);
    opened.fake.mapRuns.set(mapRunArn, {
      status: 'RUNNING',
      executionCounts: counts(CHILDREN, { succeeded: 2_400, running: 50, failed: 50 }),
    });
    inPages(opened);
    const pages = [
      look(liveRuns, {}),
      look(liveRun, { id: 'title-ingestion:going' }),
      look(liveMapRun, { id: 'title-ingestion/IngestTitles:run-1' }),
    ];
    // The first look takes more requests than later ones. The burst quota of AWS allows that.
    await io.pass(MINUTE_MS);
    opened.fake.mock.resetHistory();
    await io.pass(10 * MINUTE_MS);
    const perSecond = Object.entries(asked()).map(([name, times]) => [name, times / 600] as const);
    for (const page of pages) page.close();

    expect(pages.flatMap(({ problems }) => problems)).toEqual([]);
    expect(pages.map(({ messages }) => messages.length > 0)).toEqual([true, true, true]);
    const over = perSecond.filter(([name, rate]) => rate > (REFILL.find(([of]) => of === name)?.[2] ?? 0));
    expect(over).toEqual([]);
    // Running executions are read all the time, so that the figures are those of busy pages.
    expect(perSecond.map(([, rate]) => rate > 0)).toEqual([true, true, true, true, false]);
  });

  it('reads an ended run once, whatever its status', async () => {
    const names = Array.from({ length: 30 }, (_, index) => `old-${index}`);
    opened.fake.add(...names.map((name, index) => ended(name, index % 2 === 0 ? 'SUCCEEDED' : 'FAILED')));
    const page = look(liveRuns, {});
    await io.pass(60 * MINUTE_MS);
    page.close();

    expect(page.messages).toMatchObject([{ runs: names.map(() => expect.anything()) }]);
    expect(asked()).toMatchObject({ DescribeExecution: 30, GetExecutionHistory: 30 });
  });

  it('reads a run again when the list shows a redrive', async () => {
    opened.fake.add(ended('red', 'FAILED'), ended('other', 'FAILED'));
    const page = look(liveRuns, {});
    await io.pass(MINUTE_MS);
    opened.fake.add({
      name: 'red',
      description: { status: 'SUCCEEDED', redriveCount: 1 },
      events: historyOf(
        { type: 'ExecutionStarted' },
        { type: 'ExecutionFailed' },
        { type: 'ExecutionRedriven' },
        { type: 'ExecutionSucceeded' },
      ),
    });
    opened.fake.mock.resetHistory();
    await io.pass(MINUTE_MS);
    page.close();

    const described = opened.fake.mock
      .commandCalls(DescribeExecutionCommand)
      .map(({ args: [{ input }] }) => input.executionArn);
    expect(new Set(described)).toEqual(new Set([executionArnOf('red')]));
    const rows = (page.messages.at(-1) as { runs: { name: string; status: string }[] }).runs;
    expect(rows.find(({ name }) => name === 'red')?.status).toBe('SUCCEEDED');
  });
});

/** Serves lists in pages, as AWS does. */
function inPages({ fake }: FakeContext): void {
  const listed = children.map(({ name, description }) => ({
    executionArn: executionArnOf(name),
    stateMachineArn: '',
    name,
    status: description?.status ?? 'SUCCEEDED',
    startDate: new Date(0),
  }));
  fake.mock
    .on(ListExecutionsCommand, { mapRunArn })
    .callsFake(
      ({
        statusFilter,
        maxResults = PAGE,
        nextToken = '0',
      }: {
        statusFilter?: string;
        maxResults?: number;
        nextToken?: string;
      }) => {
        const all = listed.filter(({ status }) => statusFilter === undefined || status === statusFilter);
        const from = Number(nextToken);
        const to = from + Math.min(maxResults, PAGE);
        return { executions: all.slice(from, to), ...(to < all.length ? { nextToken: String(to) } : {}) };
      },
    );
}
