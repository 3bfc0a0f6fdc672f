import { describe, expect, it } from '@jest/globals';
import type { DescribeExecutionOutput, DescribeMapRunOutput, HistoryEvent } from '@aws-sdk/client-sfn';
import { RunFollower } from '../../../operate/run/run-follower.ts';
import { entered, exited, historyOf } from '../../cli/support/history.ts';

const mapRunArn = 'arn:map-run';
const ended = { type: 'ExecutionSucceeded' } as const;
const inMapRun = [
  { type: 'ExecutionStarted' },
  entered('Map', 'Ingest titles', '{}', 0),
  { type: 'MapRunStarted', mapRunStartedEventDetails: { mapRunArn } },
] as const;

/** An execution whose history, description and Map Run are what a test says at the moment. */
function execution(...sketches: Parameters<typeof historyOf>) {
  const now = {
    events: historyOf(...sketches),
    description: { status: 'RUNNING' } as Partial<DescribeExecutionOutput>,
    mapRun: { status: 'RUNNING' } as Partial<DescribeMapRunOutput>,
  };
  let read = 0;
  const reads: number[] = [];
  const run = new RunFollower(
    {
      imported: false,
      hasMore: false,
      describe: () => Promise.resolve(now.description as DescribeExecutionOutput),
      next: () => {
        const fresh: HistoryEvent[] = now.events.slice(read);
        read = now.events.length;
        reads.push(fresh.length);
        return Promise.resolve(fresh);
      },
      definition: () => Promise.resolve('{}'),
      mapRun: () => Promise.resolve(now.mapRun as DescribeMapRunOutput),
    },
    'arn:run',
  );
  return { now, reads, run, refresh: () => run.refresh(0, -1) };
}

describe('a run that is followed', () => {
  it('does not read its history while only a Map Run is at work, and reads it when that has ended', async () => {
    const { now, reads, run, refresh } = execution(...inMapRun);
    await refresh();
    await refresh();
    expect(reads).toEqual([3]);

    now.events = historyOf(...inMapRun, { type: 'MapRunSucceeded' }, exited('Map', 'Ingest titles'));
    now.mapRun = { status: 'SUCCEEDED' };
    await refresh();
    expect(reads).toEqual([3, 2]);
    expect(run.visits[0]?.exitedAt).toBeDefined();
  });

  it('reads its history while another branch is at work beside the Map Run', async () => {
    const { reads, refresh } = execution(
      { type: 'ExecutionStarted' },
      entered('Parallel', 'Both', '{}', 0),
      { type: 'ParallelStateStarted' },
      entered('Map', 'Ingest titles', '{}', 3),
      { type: 'MapRunStarted', mapRunStartedEventDetails: { mapRunArn } },
      entered('Wait', 'Keep pace', '{}', 3),
    );
    await refresh();
    await refresh();
    expect(reads).toEqual([6, 0]);
  });

  it('reads its history after a redrive until it contains the redrive', async () => {
    const { now, reads, refresh } = execution(...inMapRun);
    await refresh();
    now.description = { status: 'RUNNING', redriveCount: 1 };
    await refresh();
    await refresh();
    now.events = historyOf(...inMapRun, { type: 'ExecutionRedriven' });
    await refresh();
    await refresh();
    expect(reads).toEqual([3, 0, 0, 1]);
  });

  it('is settled once the history has the end, or after six reads without it', async () => {
    const whole = execution({ type: 'ExecutionStarted' }, ended);
    whole.now.description = { status: 'SUCCEEDED' };
    await whole.refresh();
    expect(whole.run.settled).toBe(true);

    const torn = execution({ type: 'ExecutionStarted' });
    torn.now.description = { status: 'FAILED' };
    for (let look = 1; look <= 8; look += 1) await torn.refresh();
    expect(torn.reads).toHaveLength(6);
    expect(torn.run.settled).toBe(true);
  });

  it('is settled without an end if it was interrupted', async () => {
    const { now, reads, run, refresh } = execution({ type: 'ExecutionStarted' });
    await refresh();
    expect(run.settled).toBe(false);
    now.description = { status: 'RUNNING', redriveStatus: 'REDRIVABLE' };
    await refresh();
    expect(run.settled).toBe(true);
    expect(reads).toEqual([1, 0]);
  });
});
