import { describe, expect, it } from '@jest/globals';
import type { DescribeExecutionOutput, HistoryEvent } from '@aws-sdk/client-sfn';
import { RunFollower } from '../../../operate/run/run-follower.ts';
import { struggleOf } from '../../../operate/run/struggle.ts';
import {
  entered,
  type EventSketch,
  failed,
  historyOf,
  scheduled,
  started,
} from '../../cli/support/history.ts';

const ARN = 'arn:aws:states:eu-west-2:000000000000:execution:title-ingestion:child';

async function runWith(status: 'RUNNING' | 'FAILED', ...sketches: EventSketch[]): Promise<RunFollower> {
  let events: HistoryEvent[] = historyOf({ type: 'ExecutionStarted' }, ...sketches);
  const run = new RunFollower(
    {
      imported: false,
      hasMore: false,
      describe: () => Promise.resolve({ status } as DescribeExecutionOutput),
      next: () => Promise.resolve(events.splice(0)),
      definition: () => Promise.resolve('{}'),
      mapRun: () => Promise.reject(new Error('there is none')),
    },
    ARN,
  );
  await run.refresh(0, 0);
  events = [];
  return run;
}

const check = entered('Task', 'Check Watchmode', '{}', 0);
const down = failed('Watchmode.Unavailable', 'GET /status: Watchmode answers 503: Service unavailable.');
const cut = failed('Watchmode.Unavailable', 'GET /status: socket hang up');
const attempt = [scheduled(), started()];

describe('the executions that retry now', () => {
  it('are counted with their state and the most frequent reason', async () => {
    const waits = () => runWith('RUNNING', check, ...attempt, down);
    const cutOff = await runWith('RUNNING', check, ...attempt, cut);
    const works = await runWith('RUNNING', check, ...attempt);

    expect(struggleOf([cutOff, await waits(), await waits(), works])).toEqual({
      retrying: 3,
      lookedInto: 4,
      state: 'Check Watchmode',
      reason: 'Watchmode 503',
    });
    expect(struggleOf([cutOff])).toMatchObject({ reason: 'Watchmode.Unavailable' });
  });

  it('include one in the middle of another attempt', async () => {
    const again = await runWith('RUNNING', check, ...attempt, down, ...attempt);

    expect(struggleOf([again])).toMatchObject({ retrying: 1 });
  });

  it('do not include ended executions, nor those in their first attempt', async () => {
    const over = await runWith('FAILED', check, ...attempt, down, { type: 'ExecutionFailed' });
    const first = await runWith('RUNNING', check, ...attempt);

    expect(struggleOf([over, first])).toBeUndefined();
  });
});
