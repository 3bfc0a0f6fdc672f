import { describe, expect, it } from '@jest/globals';
import summary from '../../../../events/examples/run-summary/one-skipped.json' with { type: 'json' };
import { compareRuns } from '../../../../console/server/runs/compare.ts';
import { executionArnOf } from '../../../cli/support/fake-step-functions.ts';
import {
  entered,
  exited,
  failed,
  historyOf,
  scheduled,
  started,
  succeeded,
} from '../../../cli/support/history.ts';
import { type FakeContext, fakeContext } from '../support/fake-context.ts';
import { addRuns } from '../support/title-runs.ts';

describe('two runs side by side', () => {
  it('have the duration, the attempts and the failures of each state', async () => {
    const { context } = await fakeContext([
      {
        name: 'a',
        description: { output: JSON.stringify(summary) },
        events: historyOf(
          { type: 'ExecutionStarted' },
          entered('Task', 'List', '{}', 0),
          scheduled(),
          failed('Watchmode.Unavailable', 'HTTP 503'),
          scheduled(),
          failed('Watchmode.RateLimited', 'HTTP 429'),
          scheduled(),
          started(),
          succeeded(),
          exited('Task', 'List'),
          entered('Pass', 'Twice'),
          exited('Pass', 'Twice'),
          entered('Pass', 'Twice'),
          exited('Pass', 'Twice'),
          { type: 'ExecutionSucceeded' },
        ),
      },
      {
        name: 'b',
        description: { status: 'FAILED', stopDate: new Date('2026-11-24T06:00:09Z') },
        events: historyOf(
          { type: 'ExecutionStarted' },
          entered('Task', 'List', '{}', 0),
          scheduled(),
          failed('Watchmode.Unauthorized', 'HTTP 401'),
          { type: 'ExecutionFailed' },
        ),
      },
    ]);
    const [a, b] = [
      await context.models.get(executionArnOf('a')),
      await context.models.get(executionArnOf('b')),
    ];
    const compared = await compareRuns(context, a, b);
    const { states } = compared;

    expect(states).toEqual([
      {
        name: 'List',
        a: {
          visits: 1,
          milliseconds: 8_000,
          retries: 2,
          failures: { 'Watchmode.Unavailable': 1, 'Watchmode.RateLimited': 1 },
          status: 'succeeded',
        },
        // A visit without an end lasts until the end of the run.
        b: {
          visits: 1,
          milliseconds: 8_000,
          retries: 0,
          failures: { 'Watchmode.Unauthorized': 1 },
          status: 'failed',
        },
      },
      {
        name: 'Twice',
        a: { visits: 2, milliseconds: 2_000, retries: 0, failures: {}, status: 'succeeded' },
        b: null,
      },
    ]);
    expect(compared.a.head.setAside).toEqual(
      summary.setAside.map(({ titleId, outcome, reason }) => ({ titleId, outcome, reason })),
    );
    expect(compared.b.head.setAside).toEqual([]);
    expect(compared.inner).toEqual([]);
    expect(compared.a).toMatchObject({ isPart: false, children: null, errors: [] });
  });

  it('give a state the worst status of its visits', async () => {
    const events = historyOf(
      { type: 'ExecutionStarted' },
      entered('Pass', 'Loop', '{}', 0),
      exited('Pass', 'Loop'),
      entered('Task', 'Loop'),
      scheduled(),
      failed('States.Timeout', 'late'),
      { type: 'ExecutionFailed' },
    );
    const { context } = await fakeContext([{ name: 'a', description: { status: 'FAILED' }, events }]);
    const a = await context.models.get(executionArnOf('a'));

    expect((await compareRuns(context, a, a)).states).toMatchObject([{ a: { visits: 2, status: 'failed' } }]);
  });

  it('have the counts, the credits and the errors of their children, and the states inside the Map', async () => {
    const opened = await fakeContext();
    addRuns(
      opened.fake,
      { name: 'well', from: AT, to: AT, batches: [[{ id: 1, fetchedAt: AT }]] },
      {
        name: 'badly',
        from: AT,
        to: AT,
        batches: [
          [{ id: 1, fetchedAt: AT }],
          [{ id: 2, setAside: { outcome: 'deferred', error: 'Odd.Answer' } }],
        ],
        childStatus: 'FAILED',
      },
    );
    const result = { published: 1, skipped: 0, deferred: 0, credits: 2, setAside: [] };
    for (const name of ['well-child-0', 'badly-child-0'])
      describeAs(opened, name, { output: JSON.stringify(result) });
    describeAs(opened, 'badly-child-1', { error: 'Stream.Throttled', cause: 'the stream is full' });
    const [a, b] = [
      await opened.context.models.get(executionArnOf('well')),
      await opened.context.models.get(executionArnOf('badly')),
    ];
    const compared = await compareRuns(opened.context, a, b);

    expect(compared.a).toMatchObject({
      numbers: { discovered: 1, published: 1, deferred: 0, creditsUsed: 2 },
      isPart: true,
      children: { total: 1 },
      childrenRead: 1,
      errors: [],
    });
    expect(compared.b).toMatchObject({
      numbers: { discovered: 2, published: 1, creditsUsed: 2 },
      children: { total: 2 },
      childrenRead: 2,
      errors: [{ error: 'Stream.Throttled', message: 'the stream is full', children: 1, titles: 1 }],
    });
    const inner = compared.inner.find(({ name }) => name === 'Fetch title details');
    expect(inner?.a).toMatchObject({ visits: 1, failures: {} });
    expect(inner?.b).toMatchObject({ visits: 2, failures: { 'Odd.Answer': 1 } });
  });

  it('count an error called constructor', async () => {
    const events = historyOf(
      { type: 'ExecutionStarted' },
      entered('Task', '__proto__', '{}', 0),
      scheduled(),
      failed('constructor', 'odd'),
      scheduled(),
      failed('__proto__', 'odd'),
      { type: 'ExecutionFailed' },
    );
    const { context } = await fakeContext([{ name: 'a', description: { status: 'FAILED' }, events }]);
    const a = await context.models.get(executionArnOf('a'));
    const [state] = (await compareRuns(context, a, a)).states;

    expect(state?.name).toBe('__proto__');
    expect(Object.entries(state?.a?.failures ?? {})).toEqual([
      ['constructor', 1],
      ['__proto__', 1],
    ]);
  });
});

const AT = '2026-11-24T06:00:00.000Z';

/** Changes the description of an execution. */
function describeAs({ fake }: FakeContext, name: string, description: object): void {
  const arn = executionArnOf(name);
  const known = fake.executions.get(arn);
  if (known === undefined) throw new Error(`there is no execution ${name}`);
  fake.executions.set(arn, { ...known, description: { ...known.description, ...description } });
}
