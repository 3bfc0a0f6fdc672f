import { describe, expect, it } from '@jest/globals';
import type { ClaimItem } from '../../../events/types.ts';
import { findViolations } from '../../../events/validate.ts';
import type { DescribedRun } from '../../../tasks/judge-failed-run/failed-runs.ts';
import { createJudgeFailedRun } from '../../../tasks/judge-failed-run/judge-failed-run.ts';
import { memoryProgress } from '../support/memory-progress.ts';
import { deepFreeze, FakeClock, invocation, recordedTelemetry } from '../support/ports.ts';

const RUN = 'arn:own';
const DESCRIBED: DescribedRun = {
  status: 'FAILED',
  error: 'Watchmode.Unavailable',
  redriveCount: 0,
  redriveStatus: 'REDRIVABLE',
  redriveStatusReason: null,
  startedAt: '2026-11-24T06:00:03.250Z',
  input: '{}',
};
const claimOf = (executionArn: string, changes: Partial<ClaimItem> = {}): ClaimItem => ({
  feed: 'new_titles',
  item: 'claim',
  executionArn,
  claimedAt: '2026-11-25T06:00:04.012Z',
  ...changes,
});

function judging(
  described: Partial<DescribedRun> | null = {},
  options: { progress?: ReturnType<typeof memoryProgress>; childErrors?: string[]; event?: object } = {},
) {
  const { progress = memoryProgress(), childErrors, event = {} } = options;
  const clock = new FakeClock('2026-11-24T07:00:00Z');
  const { telemetry, lines } = recordedTelemetry(clock);
  const asked: string[] = [];
  const task = createJudgeFailedRun({
    runs: {
      describe(executionArn) {
        asked.push(executionArn);
        return Promise.resolve(described === null ? null : { ...DESCRIBED, ...described });
      },
      childErrors: (executionArn) => {
        asked.push(`children of ${executionArn}`);
        return Promise.resolve(childErrors ?? []);
      },
    },
    progress,
    telemetry,
    settings: { feed: 'new_titles', regions: ['GB'], redriveWaitSeconds: 900 },
  });
  const input = deepFreeze({ executionArn: RUN, redriveCount: 0, waitedSeconds: 0, ...event });
  const judgement = task(input, invocation());
  return { judgement, lines, progress, asked };
}

describe('a failed run', () => {
  it('is redriven after a wait that depends on its failure and the settings', async () => {
    const { judgement, asked } = judging();

    expect(findViolations('Judgement', await judgement)).toEqual([]);
    expect(await judgement).toMatchObject({ decision: 'wait', waitSeconds: 900, clientToken: 'redrive-1' });
    expect(asked).toEqual([RUN]);
    expect(await judging({}, { event: { waitedSeconds: 900 } }).judgement).toMatchObject({
      decision: 'redrive',
    });
  });

  it('needs no input besides its ARN', async () => {
    const { judgement } = judging({ redriveCount: 1 }, { event: { redriveCount: null } });

    expect(await judgement).toMatchObject({ decision: 'wait', redriveCount: 1, waitSeconds: 1_800 });
    const { judgement: known } = judging({ redriveCount: 1 });
    expect(await known).toMatchObject({ decision: 'leaveAlone', needsPerson: false });
  });

  it('is judged by the errors of its children when its Map Run failed', async () => {
    const error = 'States.ExceedToleratedFailureThreshold';
    const { judgement, asked } = judging({ error }, { childErrors: ['Watchmode.Unauthorized'] });

    expect(await judgement).toMatchObject({ decision: 'leaveAlone', needsPerson: true });
    expect(asked).toEqual([RUN, `children of ${RUN}`]);
    expect(await judging({ error }, { childErrors: ['Stream.Throttled'] }).judgement).toMatchObject({
      decision: 'wait',
    });
  });

  it('raises a metric and an error line when it is left to a person, and neither when not', async () => {
    const { judgement: left, lines } = judging({ error: 'ConfigurationError' });
    await left;
    expect(lines).toMatchObject([
      { level: 'ERROR', executionArn: RUN, decision: 'leaveAlone', because: expect.any(String) },
      { RunsLeftAlone: 1, executionArn: RUN, decision: 'leaveAlone' },
    ]);

    const { judgement: healed, lines: quiet } = judging({ status: 'SUCCEEDED' });
    await healed;
    expect(quiet).toMatchObject([{ level: 'INFO', decision: 'leaveAlone' }, { RunsLeftAlone: 0 }]);
  });

  it('must exist, and be named', async () => {
    await expect(judging(null).judgement).rejects.toMatchObject({
      name: 'InvalidInput',
      message: 'JudgeFailedRunInput is not valid: /executionArn names no execution: arn:own',
      violations: [{ pointer: '/executionArn', problem: 'names no execution: arn:own' }],
    });
    await expect(judging({}, { event: { executionArn: 7 } }).judgement).rejects.toMatchObject({
      name: 'InvalidInput',
    });
  });
});

describe('a run that another one has overtaken', () => {
  const overtaken = (input: unknown, ...items: ClaimItem[]) =>
    judging(
      { input: typeof input === 'string' ? input : JSON.stringify(input) },
      { progress: memoryProgress(...items) },
    );

  it.each<[string, unknown]>([
    ['over the open window', {}],
    ['by the schedule', { source: 'schedule', scheduledTime: '2026-11-24T06:00:00Z' }],
    ["by EventBridge's own event", { source: 'aws.events', time: '2026-11-24T06:00:00Z' }],
    ['of the same feed by name', { feed: 'new_titles' }],
  ])('is left alone: one %s', async (_, input) => {
    const { judgement } = overtaken(input, claimOf('arn:next'));

    expect(await judgement).toMatchObject({
      decision: 'leaveAlone',
      needsPerson: false,
      because: 'arn:next has claimed its window since, and lists the same titles.',
    });
  });

  it('is redriven while the claim is its own, or from before its start, or of another feed', async () => {
    const before = claimOf('arn:before', { claimedAt: '2026-11-24T06:00:03.249Z' });

    for (const claim of [claimOf(RUN), before, claimOf('arn:next', { feed: 'releases' })]) {
      expect(await overtaken({}, claim).judgement).toMatchObject({ decision: 'wait' });
    }
    const releases = overtaken({ feed: 'releases' }, claimOf('arn:next', { feed: 'releases' }));
    expect(await releases.judgement).toMatchObject({ decision: 'leaveAlone' });
    const sweep = { feed: 'catalogue', services: ['Netflix'], types: ['movie'] };
    const swept = overtaken(sweep, claimOf('arn:next', { feed: 'catalogue' }));
    expect(await swept.judgement).toMatchObject({ decision: 'leaveAlone' });
  });

  it.each<[string, unknown]>([
    ['a window', { window: { start: '2026-11-01T00:00:00Z', end: '2026-11-02T00:00:00Z' } }],
    ['titles', { titleIds: [1] }],
    ['other regions', { regions: ['IE'] }],
    ['no publishing', { dryRun: true }],
    ['what is not JSON', '{'],
    ['null', null],
    ['what the contract refuses', { feed: 'films' }],
  ])('is none that was asked for %s: nobody else does its work', async (_, input) => {
    const { judgement, progress } = overtaken(input, claimOf('arn:next'));

    expect(await judgement).toMatchObject({ decision: 'wait' });
    expect(progress.calls).toEqual([]);
  });

  it('is unknown if the table does not answer', async () => {
    const progress = memoryProgress(claimOf('arn:next'));
    progress.beforeCall = () => 'throttled';

    await expect(judging({}, { progress }).judgement).rejects.toMatchObject({ name: 'Progress.Unavailable' });
  });
});
