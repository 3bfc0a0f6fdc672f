import { describe, expect, it } from '@jest/globals';
import type { ExecutionInput } from '../../../events/types.ts';
import { findViolations } from '../../../events/validate.ts';
import { fetched, Stage, summaryOf, titleOf } from './stage.ts';

const HOUR_MS = 3_600_000;

/** Two runs of which the second starts while the first is at work. */
async function twoRuns(first: ExecutionInput, second: ExecutionInput) {
  const bought: number[] = [];
  const stage: Stage = new Stage({
    fetch: async (payload, { signal }) => {
      await stage.clock.sleep(30_000, signal);
      bought.push(titleOf(payload));
      return fetched(titleOf(payload), stage.clock.now());
    },
  });
  const never = new AbortController().signal;
  const one = await stage.start('first', first);
  await stage.clock.sleep(10_000, never);
  const other = await stage.start('second', second);
  const ended = await Promise.all([one, other].map((run) => stage.engine.whenEnded(run.executionArn)));
  return {
    stage,
    bought,
    summaries: ended.map(summaryOf),
    executionArns: ended.map((run) => run.executionArn),
  };
}

describe('two runs over one open window', () => {
  it('do not buy each title twice: the later one ends at once and says why', async () => {
    const { stage, bought, summaries, executionArns } = await twoRuns({ source: 'schedule' }, {});

    expect(bought).toHaveLength(3);
    expect(summaries[0]).toMatchObject({ published: 3, skippedBecause: null });
    expect(findViolations('RunSummary', summaries[1])).toEqual([]);
    expect(summaries[1]).toMatchObject({
      feed: 'new_titles',
      window: null,
      discovered: 0,
      creditsUsed: 0,
      watermark: null,
      skippedBecause: 'first of the same feed is RUNNING since 2026-11-24T06:00:03.000Z',
    });
    expect(await stage.statesEntered(executionArns[1] ?? '')).toEqual([
      'Find other runs',
      'Look at other runs',
      'Look at another run',
      'Read watermark',
      'List new titles',
      'Any new titles?',
      'Summarise run',
    ]);
  });

  it('never both end at once: of two that start together the one with the lesser ARN goes on', async () => {
    const stage = new Stage();
    const [b, a] = await Promise.all([stage.start('b'), stage.start('a')]);

    const ended = await Promise.all([a, b].map((run) => stage.engine.whenEnded(run.executionArn)));

    expect(ended.map((run) => summaryOf(run).skippedBecause === null)).toEqual([true, false]);
  });

  it.each<[string, ExecutionInput, ExecutionInput]>([
    ['of another feed', { feed: 'releases' }, {}],
    ['that was told its titles', { titleIds: [1] }, {}],
    ['over a closed window', { window: { start: '2026-11-01T00:00:00Z', end: '2026-11-02T00:00:00Z' } }, {}],
    ['that takes only some titles', { maxTitles: 1 }, {}],
    ['that takes only some types', { types: ['movie'] }, {}],
    ['for some regions', { regions: ['IE'] }, {}],
    ['that publishes nothing', { dryRun: true }, {}],
    ['when this one was told its titles', {}, { titleIds: [1] }],
  ])('are only two that do the same: not one %s', async (_, first, second) => {
    const { summaries } = await twoRuns(first, second);

    expect(summaries.map(({ skippedBecause }) => skippedBecause)).toEqual([null, null]);
  });

  it('are told apart although the input of one is too long to be read', async () => {
    const titleIds = Array.from({ length: 23_800 }, (_, index) => 1_000_000_000 + index);

    const { stage, summaries, executionArns } = await twoRuns({ titleIds }, {});

    expect(await stage.statesEntered(executionArns[1] ?? '')).toContain('Pass over long input');
    expect(summaries[1]?.skippedBecause).toBeNull();
  });

  it('do not stop a run that comes after the other has ended', async () => {
    const stage = new Stage();
    await stage.ingest();
    await stage.clock.sleep(HOUR_MS, new AbortController().signal);

    expect(summaryOf(await stage.ingest()).skippedBecause).toBeNull();
  });
});
