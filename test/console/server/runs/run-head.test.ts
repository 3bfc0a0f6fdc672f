import { describe, expect, it } from '@jest/globals';
import sweep from '../../../../events/examples/run-summary/sweep.json' with { type: 'json' };
import { executionArnOf, type FakeExecution } from '../../../cli/support/fake-step-functions.ts';
import { entered, exited, failed, historyOf, scheduled, succeeded } from '../../../cli/support/history.ts';
import { listingOutput } from '../../../cli/support/listing.ts';
import { fakeContext } from '../support/fake-context.ts';

const WAITING = [
  { type: 'ExecutionStarted' as const },
  entered('Task', 'List new titles', '{}', 0),
  scheduled(),
  succeeded(listingOutput({ waitsFor: 'nightly' })),
  exited('Task', 'List new titles'),
  entered('Choice', 'Any new titles?'),
  exited('Choice', 'Any new titles?'),
  entered('Wait', 'Wait for earlier run'),
];
const head = async (run: Omit<FakeExecution, 'name'>) => {
  const { context } = await fakeContext([{ name: 'run', ...run }]);
  return (await context.models.get(executionArnOf('run'))).head();
};

describe('the head of a run', () => {
  it('names the run for whose end it waits', async () => {
    const waits = { description: { status: 'RUNNING' as const }, events: historyOf(...WAITING) };
    expect((await head(waits)).waitsFor).toBe('title-ingestion:nightly');

    const goesOn = historyOf(...WAITING, exited('Wait', 'Wait for earlier run'));
    expect((await head({ ...waits, events: goesOn })).waitsFor).toBeNull();

    const stopped = { ...waits, description: { status: 'ABORTED' as const } };
    expect((await head(stopped)).waitsFor).toBeNull();
  });

  it('says what a sweep has read and found', async () => {
    const description = { status: 'SUCCEEDED' as const, output: JSON.stringify(sweep) };
    expect(
      (await head({ description, events: historyOf({ type: 'ExecutionStarted' }) })).numbers?.sweep,
    ).toBe('2711 titles in 2 sections, 12 pages bought: 2 arrived, 1 left, 1 missing');
  });

  it('says that the first sweep of a dry run is not kept', async () => {
    const first = { ...sweep, dryRun: true, sweep: { ...sweep.sweep, baselines: 2 } };
    const description = { status: 'SUCCEEDED' as const, output: JSON.stringify(first) };
    const { numbers } = await head({ description, events: historyOf({ type: 'ExecutionStarted' }) });
    expect(numbers?.sweep).toBe(
      '2711 titles in 2 sections, 12 pages bought: not kept, because this was a dry run',
    );
  });

  it('has the times at work of a run that was redriven, and the redrive of each attempt', async () => {
    const at = (seconds: number) => new Date(Date.UTC(2026, 10, 24, 6, 0, seconds));
    const events = historyOf(
      { type: 'ExecutionStarted' },
      entered('Task', 'List new titles', '{}', 0),
      scheduled(),
      failed('Watchmode.Unavailable', 'Watchmode answers 503'),
      { type: 'ExecutionFailed' },
      { type: 'ExecutionRedriven', timestamp: at(1_800) },
      { ...scheduled(0), timestamp: at(1_801) },
    );
    const description = { status: 'RUNNING' as const, redriveCount: 1 };
    const { context } = await fakeContext([{ name: 'run', description, events }]);
    const model = await context.models.get(executionArnOf('run'));

    expect(model.head()).toMatchObject({
      stretches: [
        { from: at(0).getTime(), to: at(4).getTime() },
        { from: at(1_800).getTime(), to: null },
      ],
      workedMs: 4_000,
    });
    expect(model.visits.flatMap((visit) => model.row(visit).attempts.map(({ redrive }) => redrive))).toEqual([
      0, 1,
    ]);
  });

  it('marks a state that waited for another attempt as aborted by a stop, and as failed by a failure', async () => {
    const statusAfter = async (status: 'ABORTED' | 'FAILED') => {
      const events = historyOf(
        { type: 'ExecutionStarted' },
        entered('Task', 'Check Watchmode', '{}', 0),
        scheduled(),
        failed('Watchmode.Unavailable', 'Watchmode answers 503'),
        { type: status === 'ABORTED' ? 'ExecutionAborted' : 'ExecutionFailed' },
      );
      const { context } = await fakeContext([{ name: 'run', description: { status }, events }]);
      const model = await context.models.get(executionArnOf('run'));
      return model.visits.map((visit) => model.row(visit).status);
    };

    expect(await statusAfter('ABORTED')).toEqual(['aborted']);
    expect(await statusAfter('FAILED')).toEqual(['failed']);
  });

  it('has the correction of a watermark', async () => {
    const correctedWatermark = { from: '2026-11-27T06:00:00Z', to: '2026-11-24T05:00:00Z' };
    const summary = {
      ...{ feed: 'new_titles', window: null, dryRun: false, watermark: null, creditsUsed: 1 },
      ...{ discovered: 0, published: 0, skipped: 0, deferred: 0, rejected: 0 },
      ...{ setAside: [], setAsideOmitted: 0 },
    };
    const told = (output: object) =>
      head({ description: { status: 'SUCCEEDED', output: JSON.stringify(output) } });

    expect((await told({ ...summary, correctedWatermark })).correctedWatermark).toEqual(correctedWatermark);
    expect((await told(summary)).correctedWatermark).toBeNull();
  });
});
