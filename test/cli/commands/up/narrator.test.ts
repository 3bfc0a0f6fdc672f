import sweep from '../../../../events/examples/run-summary/sweep.json' with { type: 'json' };
import { describe, expect, it } from '@jest/globals';
import { Narrator } from '../../../../cli/commands/up/narrator.ts';
import type { RunSummary } from '../../../../events/types.ts';
import type { ExecutionRecord, HistoryEvent } from '../../../../local/stepfunctions/index.ts';
import { listingOutput } from '../../support/listing.ts';

const machine = (name: string) => `arn:aws:states:eu-west-2:000000000000:stateMachine:${name}`;
const STARTED: ExecutionRecord = {
  executionArn: 'arn:aws:states:eu-west-2:000000000000:execution:title-ingestion:nightly',
  name: 'nightly',
  stateMachineArn: machine('title-ingestion'),
  snapshotId: '1',
  type: 'STANDARD',
  status: 'RUNNING',
  startDate: 0,
  input: '{}',
  redriveCount: 0,
};
const SUMMARY: RunSummary = {
  feed: 'new_titles',
  window: { start: '2026-11-23T05:00:00Z', end: '2026-11-24T06:00:00Z' },
  dryRun: false,
  discovered: 250,
  published: 100,
  skipped: 0,
  deferred: 0,
  rejected: 0,
  creditsUsed: 201,
  watermark: '2026-11-24T06:00:00Z',
  setAside: [],
  setAsideOmitted: 0,
};

/** Returns the lines that are printed for these records. */
function told(...records: Partial<ExecutionRecord>[]): string[] {
  const lines: string[] = [];
  const narrator = new Narrator((line) => lines.push(line));
  narrator.begin({ stateMachineArn: machine('title-ingestion'), redriverArn: machine('redrive-failed-run') });
  for (const record of records) narrator.observer.onExecution?.({ ...STARTED, ...record });
  return lines;
}

describe('the narrator', () => {
  it('tells of the start and the outcome of a run in a line each', () => {
    const ended = { stopDate: 12_300 };

    expect(
      told(
        {},
        { ...ended, status: 'SUCCEEDED', output: JSON.stringify({ ...SUMMARY, skipped: 1 }) },
        { ...ended, status: 'FAILED', error: 'Watchmode.Unavailable' },
        { redriveCount: 1 },
        { redriveCount: 5 },
        { ...ended, status: 'TIMED_OUT' },
        { ...ended, status: 'ABORTED' },
      ),
    ).toEqual([
      'nightly started',
      expect.stringMatching(/^nightly succeeded in 12\.3 s: \d+ of \d+ titles published, 1 skipped$/),
      'nightly failed with Watchmode.Unavailable after 12.3 s: `tvguide why nightly --local`',
      'nightly redriven, for the first time',
      'nightly redriven, for the 5th time',
      'nightly timed out after 12.3 s: `tvguide why nightly --local`',
      'nightly was stopped after 12.3 s',
    ]);
  });

  it('does not count the time between a failure and its redrive', () => {
    const second = { redriveCount: 1, redriveDate: 235_000 };
    const succeeded = { stopDate: 243_000, status: 'SUCCEEDED', output: JSON.stringify(SUMMARY) } as const;
    expect(
      told(
        { status: 'FAILED', error: 'Watchmode.Unavailable', stopDate: 12_000 },
        { ...second, status: 'RUNNING' },
        { ...second, ...succeeded },
      ).at(-1),
    ).toMatch(/^nightly succeeded in 20\.0 s at work, 3 min 43 s waiting for a redrive: /);
    // The first part ran in an earlier process.
    expect(told({ ...second, ...succeeded })).toEqual([
      expect.stringMatching(/^nightly succeeded in 8\.0 s since its redrive: /),
    ]);
  });

  it('prints the defect of a run once, and not for each of its children', () => {
    const lines: string[] = [];
    const narrator = new Narrator((line) => lines.push(line));
    narrator.begin({
      stateMachineArn: machine('title-ingestion'),
      redriverArn: machine('redrive-failed-run'),
    });
    const { executionArn } = STARTED;
    const child = executionArn.replace(':nightly', '/IngestTitles:0a1b');
    for (const arn of [child, executionArn]) narrator.observer.onDefect?.(arn, new Error('no room'));

    expect(lines).toEqual(['nightly was interrupted: no room']);
  });

  it('prints the counts of titles and the correction of the watermark', () => {
    const ended = { status: 'SUCCEEDED', stopDate: 100 } as const;
    const correctedWatermark = { from: '2026-11-27T06:00:00Z', to: '2026-11-24T05:00:00Z' };

    expect(
      told(
        { ...ended, output: JSON.stringify({ ...SUMMARY, deferred: 150, rejected: 1 }) },
        { ...ended, output: JSON.stringify({ ...SUMMARY, correctedWatermark }) },
        { ...ended, output: '"another definition"' },
      ),
    ).toEqual([
      'nightly succeeded in 100 ms: 100 of 250 titles published, 150 deferred, 1 rejected',
      'nightly succeeded in 100 ms: 100 of 250 titles published, watermark put right: from 2026-11-27T06:00:00Z to 2026-11-24T05:00:00Z',
      'nightly succeeded in 100 ms: "another definition"',
    ]);
  });

  it('says what a sweep has found, and what the next one costs', () => {
    const ended = { status: 'SUCCEEDED', stopDate: 100 } as const;
    const plan = { titles: 2, credits: 16, creditsLeft: null };
    const first = { ...sweep.sweep, baselines: sweep.sweep.sections.length };

    expect(
      told(
        { ...ended, output: JSON.stringify(sweep) },
        { ...ended, output: JSON.stringify({ ...sweep, plan }) },
        { ...ended, output: JSON.stringify({ ...sweep, sweep: first, discovered: 0, dryRun: true }) },
      ),
    ).toEqual([
      'nightly succeeded in 100 ms: 2 of 2 titles published, a sweep of 2711 titles in 2 sections, 12 pages bought: 2 arrived, 1 left, 1 missing',
      'nightly succeeded in 100 ms: a plan of a sweep, for about 16 credits',
      expect.stringMatching(/, a sweep of .* bought: not kept, because this was a dry run$/),
    ]);
  });

  it('says once which run another one waits for', () => {
    const lines: string[] = [];
    const narrator = new Narrator((line) => lines.push(line));
    const { executionArn } = STARTED;
    const listed = (waitsFor: string | null): HistoryEvent => ({
      ...{ id: 5, previousEventId: 4, timestamp: 0, type: 'TaskSucceeded' },
      details: {
        ...{ resource: 'invoke', resourceType: 'lambda', outputDetails: { truncated: false } },
        output: listingOutput({ waitsFor }),
      },
    });
    narrator.observer.onEvent?.(executionArn, listed('nightly-1'), '');
    narrator.begin({
      stateMachineArn: machine('title-ingestion'),
      redriverArn: machine('redrive-failed-run'),
    });
    for (const waitsFor of ['nightly-1', 'nightly-1', 'nightly-2', null]) {
      narrator.observer.onEvent?.(executionArn, listed(waitsFor), '');
    }

    expect(lines).toEqual([
      'nightly waits for nightly-1, which is at work over the same window',
      'nightly waits for nightly-2, which is at work over the same window',
    ]);
  });

  it('prints the decision about a failed run', () => {
    const redriver = { name: 'nightly-failure-1', stateMachineArn: machine('redrive-failed-run') };
    const decision = { executionArn: STARTED.executionArn, because: 'It says so.' };
    const decided = (outcome: string) => ({
      ...redriver,
      status: 'SUCCEEDED' as const,
      output: JSON.stringify({ ...decision, outcome }),
    });

    expect(
      told(redriver, decided('redriven'), decided('leftAlone'), {
        ...redriver,
        status: 'FAILED',
        error: 'States.Runtime',
        cause: 'a defect',
      }),
    ).toEqual([
      'redrive-failed-run redrove nightly: It says so.',
      'redrive-failed-run left alone nightly: It says so.',
      'redrive-failed-run: nightly-failure-1 failed: States.Runtime a defect',
    ]);
  });

  it('prints nothing for children and other state machines, nor before it begins', () => {
    const lines: string[] = [];
    const early = new Narrator((line) => lines.push(line));
    early.observer.onExecution?.(STARTED);
    early.observer.onDefect?.(STARTED.executionArn, new Error('full'));

    expect(lines).toEqual([]);
    expect(
      told(
        { stateMachineArn: machine('title-ingestion/IngestTitles') },
        { stateMachineArn: machine('mine') },
      ),
    ).toEqual([]);
  });
});
