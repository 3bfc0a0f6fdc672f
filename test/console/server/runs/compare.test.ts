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
import { fakeContext } from '../support/fake-context.ts';

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
    const { states, setAside } = compareRuns(a, b);

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
    expect(setAside.a).toEqual(
      summary.setAside.map(({ titleId, outcome, reason }) => ({ titleId, outcome, reason })),
    );
    expect(setAside.b).toEqual([]);
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

    expect(compareRuns(a, a).states).toMatchObject([{ a: { visits: 2, status: 'failed' } }]);
  });
});
