import { describe, expect, it } from '@jest/globals';
import { changeTitle } from '../../../operate/feeds/change-title.ts';
import type { DeferredItem, ExecutionInput } from '../../../events/types.ts';
import { waitingTitle } from './support/items.ts';
import { Meeting, type StoppableRun } from './support/interleaving.ts';
import { summaryOf } from './support/workflow-harness.ts';

const SCHEDULED: ExecutionInput = { source: 'schedule', scheduledTime: '2026-11-24T06:00:00Z' };
const LATER: ExecutionInput = { source: 'manual' };
const CLOSED: ExecutionInput = { window: { start: '2026-11-01T00:00:00Z', end: '2026-11-02T00:00:00Z' } };
const MINUTE_MS = 60_000;

/** The number of calls to the progress table in an undisturbed run. */
async function callsOf(play: (meeting: Meeting) => Promise<StoppableRun>): Promise<number> {
  const { gate, ended } = await play(new Meeting());
  await ended;
  expect(gate.calls).toBeGreaterThan(4);
  return gate.calls;
}

/** The calls before which a run is stopped; 0: it is not stopped. */
const upTo = (calls: number) => Array.from({ length: calls + 1 }, (_, index) => index);

/** Every second of these, alternating, so that each is combined with half of those of the other run. */
const everyOther = (calls: number, turn: number) => upTo(calls).filter((call) => (call + turn) % 2 === 0);

/** Checks the promises of the table after two runs, in any interleaving. */
function expectKept(
  { harness, watermarks }: Meeting,
  initialRuns: ReadonlyMap<number, number>,
  executions: string[],
) {
  watermarks.push(harness.watermark);
  // No later watermark is an earlier one.
  expect(watermarks).toEqual([...watermarks].sort());
  for (const item of harness.deferred.filter(({ status }) => status === 'waiting')) {
    const counted = (item.countedRuns ?? []).filter((arn) => arn !== 'arn:earlier');
    expect(executions).toEqual(expect.arrayContaining(counted));
    expect(new Set(counted).size).toBe(counted.length);
    expect([item.titleId, item.runs]).toEqual([
      item.titleId,
      counted.length + (initialRuns.get(item.titleId) ?? 0),
    ]);
  }
}

const EARLIER_RUNS = new Map([[51, 1]]);

/** Stops the first of two runs before a call while the other runs to a call of its own or to its end. */
async function meet(
  meeting: Meeting,
  a: StoppableRun,
  startB: () => Promise<StoppableRun>,
): Promise<[StoppableRun, StoppableRun]> {
  await Promise.race([a.gate.reached, a.isIdle]);
  const b = await startB();
  await Promise.race([b.gate.reached, b.isIdle]);
  a.gate.open();
  await a.isIdle;
  b.gate.open();
  for (const { ended } of [a, b]) expect((await ended).status).toBe('SUCCEEDED');
  expectKept(meeting, EARLIER_RUNS, [a.executionArn, b.executionArn]);
  return [a, b];
}

describe('two runs, one of which is stopped before each call of the progress table while the other continues', () => {
  it('over the open window and a closed one keep each deferred title, counted once a run', async () => {
    const callsA = await callsOf((meeting) => meeting.start('a', SCHEDULED));
    const callsB = await callsOf((meeting) => meeting.start('b', CLOSED));
    for (const stopA of upTo(callsA)) {
      for (const stopB of everyOther(callsB, stopA)) {
        const meeting = new Meeting();
        const { harness } = meeting;
        await meet(meeting, await meeting.start('a', SCHEDULED, stopA), () =>
          meeting.start('b', CLOSED, stopB),
        );

        expect([...harness.waiting].sort((one, other) => one - other)).toEqual([3, 51, 500]);
        expect(harness.watermark).toBe('2026-11-24T06:00:00Z');
      }
    }
  });

  it('over the open window never work at the same time, and both do their work', async () => {
    const calls = await callsOf((meeting) => meeting.start('a', SCHEDULED));
    for (const stopA of upTo(calls)) {
      for (const stopB of everyOther(calls, stopA)) {
        const meeting = new Meeting();
        const { harness } = meeting;
        const start = await meeting.start('a', SCHEDULED, stopA);
        const runs = await meet(meeting, start, () => meeting.start('b', LATER, stopB));

        expect(harness.waiting).toEqual([51, 3]);
        expect(harness.watermark).toBe(summaryOf(await runs[1].ended).window?.end);
        const [one, other] = await Promise.all(
          runs.map(({ executionArn }) => ingesting(meeting, executionArn)),
        );
        expect(one!.end <= other!.start || other!.end <= one!.start).toBe(true);
      }
    }
  });

  it.each(['Publish titles', 'Advance watermark'])(
    'over the open window leave each title when the first failed in %s, was overtaken, and is redriven by hand',
    async (brokenState) => {
      const failed = async (meeting: Meeting) => {
        meeting.brokenState = brokenState;
        const run = await meeting.start('a', SCHEDULED);
        expect((await run.ended).status).toBe('FAILED');
        meeting.brokenState = undefined;
        await meeting.harness.pass(15 * MINUTE_MS);
        return run.executionArn;
      };
      const { gate, ended } = await (async () => {
        const meeting = new Meeting();
        return meeting.redrive('a', await failed(meeting));
      })();
      await ended;
      for (const stopA of upTo(gate.calls)) {
        const meeting = new Meeting();
        const { harness } = meeting;
        const run = await meeting.redrive('a', await failed(meeting), stopA);
        const [, b] = await meet(meeting, run, () => meeting.start('b', LATER));

        expect(harness.waiting).toEqual([51, 3]);
        expect(harness.watermark).toBe(summaryOf(await b.ended).window?.end);
      }
    },
  );
});

/** The span of a run's Map Run, in epoch milliseconds. */
async function ingesting(
  { harness }: Meeting,
  executionArn: string,
): Promise<{ start: number; end: number }> {
  const events = await harness.events(executionArn);
  const at = (name: string) =>
    events.find(({ details }) => details !== undefined && 'name' in details && details.name === name);
  return { start: at('Ingest titles')?.timestamp ?? 0, end: at('Advance watermark?')?.timestamp ?? 0 };
}

describe('an operator', () => {
  const isWaiting = ({ status }: DeferredItem) => status === 'waiting';

  it('who forgets a title before any call of a run removes it, unless the run defers it afterwards', async () => {
    const calls = await callsOf((meeting) => meeting.start('a', SCHEDULED));
    for (const stop of upTo(calls)) {
      const meeting = new Meeting();
      const { harness } = meeting;
      const { progress } = harness;
      const run = await meeting.start('a', SCHEDULED, stop);
      await Promise.race([run.gate.reached, run.isIdle]);
      const title = progress.deferred('new_titles', 51)!;
      await changeTitle(progress, title, isWaiting, (found) => progress.remove(found));
      run.gate.open();

      expect((await run.ended).status).toBe('SUCCEEDED');
      expectKept(meeting, new Map(), [run.executionArn]);
      expect(harness.waiting.filter((titleId) => titleId !== 51)).toEqual([3]);
    }
  });

  it('who has a rejected title fetched again before any call of a run does not lose it', async () => {
    const calls = await callsOf((meeting) => meeting.start('a', SCHEDULED));
    for (const stop of upTo(calls)) {
      const meeting = new Meeting();
      const { harness } = meeting;
      const { progress } = harness;
      const run = await meeting.start('a', SCHEDULED, stop);
      await Promise.race([run.gate.reached, run.isIdle]);
      const title = progress.deferred('new_titles', 60)!;
      await changeTitle(
        progress,
        title,
        ({ status }) => status === 'rejected',
        (found) => progress.put(waitingTitle(60, { runs: 0, countedRuns: [] }), found),
      );
      run.gate.open();

      expect((await run.ended).status).toBe('SUCCEEDED');
      expectKept(meeting, EARLIER_RUNS, [run.executionArn]);
      const isTakenOn = (await harness.takenOnBy(run)).includes(60);
      expect(harness.waiting.includes(60)).toBe(!isTakenOn);
    }
  });
});
