import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Narrator } from '../../../../cli/commands/up/narrator.ts';
import type { ExecutionRecord } from '../../../../local/interpreter/records.ts';

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
const summary = (name: string) => readFileSync(`events/examples/run-summary/${name}.json`, 'utf8');

/** What is told of these records, one after the other. */
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
        { ...ended, status: 'SUCCEEDED', output: summary('one-skipped') },
        { ...ended, status: 'FAILED', error: 'Watchmode.Unavailable' },
        { redriveCount: 1 },
        { redriveCount: 5 },
        { ...ended, status: 'TIMED_OUT' },
        { ...ended, status: 'ABORTED' },
      ),
    ).toEqual([
      'nightly started',
      expect.stringMatching(/^nightly succeeded in 12\.3 s: \d+ of \d+ titles published, 1 skipped$/),
      'nightly failed with Watchmode.Unavailable after 12.3 s: `npm run tvguide -- why nightly --local`',
      'nightly redriven, for the first time',
      'nightly redriven, for the 5th time',
      'nightly timed out after 12.3 s: `npm run tvguide -- why nightly --local`',
      'nightly was stopped after 12.3 s',
    ]);
  });

  it('tells once what interrupts a run, and not for each of its children', () => {
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

  it('says of a run why it had nothing to do, and that the watermark stays', () => {
    const ended = { status: 'SUCCEEDED', stopDate: 100 } as const;

    expect(
      told(
        { ...ended, output: summary('another-at-work') },
        { ...ended, output: summary('watermark-held') },
        { ...ended, output: '"another definition"' },
      ),
    ).toEqual([
      expect.stringMatching(/^nightly succeeded in 100 ms: nothing to do, since .*RUNNING/),
      'nightly succeeded in 100 ms: 100 of 250 titles published, 150 deferred, the watermark stays',
      'nightly succeeded in 100 ms: "another definition"',
    ]);
  });

  it('tells what was decided about a run that failed', () => {
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

  it('says nothing of children and other state machines, nor before it begins', () => {
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
