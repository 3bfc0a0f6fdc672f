import { describe, expect, it } from '@jest/globals';
import type { PublishTitlesInput } from '../../../events/types.ts';
import { findViolations } from '../../../events/validate.ts';
import type { JsonValue } from '../../../local/stepfunctions/index.ts';
import { watermarkAt } from './support/items.ts';
import { fail, publishAll, WorkflowHarness, summaryOf } from './support/workflow-harness.ts';

describe('a run over the open window', () => {
  it('goes through every state to the summary, and this is its history', async () => {
    const harness = new WorkflowHarness({ items: [watermarkAt('2026-11-23T07:00:00Z')] });

    const { executionArn, output } = await harness.ingest({ source: 'schedule' });

    expect(await harness.story(executionArn)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered List new titles',
      'TaskScheduled',
      'TaskStarted',
      'TaskSucceeded',
      'TaskStateExited List new titles',
      'ChoiceStateEntered Any new titles?',
      'ChoiceStateExited Any new titles?',
      'MapStateEntered Ingest titles',
      'MapStateStarted',
      'MapRunStarted',
      'MapRunSucceeded',
      'MapStateSucceeded',
      'MapStateExited Ingest titles',
      'ChoiceStateEntered Advance watermark?',
      'ChoiceStateExited Advance watermark?',
      'TaskStateEntered Advance watermark',
      'TaskScheduled',
      'TaskStarted',
      'TaskSucceeded',
      'TaskStateExited Advance watermark',
      'SucceedStateEntered Summarise run',
      'SucceedStateExited Summarise run',
      'ExecutionSucceeded',
    ]);
    expect(findViolations('RunSummary', JSON.parse(output ?? ''))).toEqual([]);
    expect(JSON.parse(output ?? '')).toEqual({
      feed: 'new_titles',
      window: { start: '2026-11-23T06:00:00Z', end: '2026-11-24T06:00:00Z' },
      dryRun: false,
      discovered: 3,
      published: 3,
      skipped: 0,
      deferred: 0,
      rejected: 0,
      creditsUsed: 7,
      watermark: '2026-11-24T06:00:00Z',
      correctedWatermark: null,
      sweep: null,
      setAside: [],
      keepsDeferred: true,
      setAsideOmitted: 0,
    });
  });

  it('gives each batch of ten titles a child execution with this history', async () => {
    const harness = new WorkflowHarness({ titles: 11 });

    const { executionArn } = await harness.ingest();

    const [first, second] = await harness.children(executionArn);
    expect(JSON.parse(first?.input ?? '')).toEqual({
      BatchInput: {
        feed: 'new_titles',
        regions: ['GB'],
        dryRun: false,
        keepsDeferred: true,
        hasDeferred: true,
        isListed: true,
        executionArn,
        startedAt: '2026-11-24T06:00:03.000Z',
        listedAt: null,
        batchResultBytes: 4096,
        keepsPace: true,
      },
      Items: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    });
    expect(await harness.story(second?.executionArn ?? '')).toEqual([
      'ExecutionStarted',
      'MapStateEntered Fetch titles',
      'MapStateStarted',
      'MapIterationStarted Fetch titles',
      'TaskStateEntered Fetch title details',
      'TaskScheduled',
      'TaskStarted',
      'TaskSucceeded',
      'TaskStateExited Fetch title details',
      'MapIterationSucceeded Fetch titles',
      'MapStateSucceeded',
      'MapStateExited Fetch titles',
      'ChoiceStateEntered All answered?',
      'ChoiceStateExited All answered?',
      'TaskStateEntered Publish titles',
      'TaskScheduled',
      'TaskStarted',
      'TaskSucceeded',
      'TaskStateExited Publish titles',
      'WaitStateEntered Keep pace',
      'WaitStateExited Keep pace',
      'ExecutionSucceeded',
    ]);
  });

  it('works for a single title, which JSONata must keep in a list', async () => {
    const harness = new WorkflowHarness({ titles: 1 });

    const record = await harness.ingest();

    const [child] = await harness.children(record.executionArn);
    expect(JSON.parse(child?.input ?? '')).toMatchObject({ Items: [1] });
    expect(summaryOf(record)).toMatchObject({ discovered: 1, published: 1, setAside: [] });
  });
});

describe('a quiet window', () => {
  it('ingests nothing, moves the watermark and succeeds', async () => {
    const harness = new WorkflowHarness({ titles: 0, items: [watermarkAt('2026-11-23T07:00:00Z')] });

    const record = await harness.ingest();

    expect(await harness.story(record.executionArn)).not.toContain('MapStateEntered Ingest titles');
    expect(summaryOf(record)).toMatchObject({ discovered: 0, published: 0, creditsUsed: 1, setAside: [] });
    expect(harness.watermark).toBe('2026-11-24T06:00:00Z');
  });
});

describe('the input of list-new-titles', () => {
  it('is the unchanged execution input, the execution and its start', async () => {
    const seen: unknown[] = [];
    const harness = new WorkflowHarness({
      items: [watermarkAt('2026-11-20T00:00:00Z')],
      list: (payload) => {
        seen.push(payload);
        return fail('InvalidInput', 'seen enough');
      },
    });

    const { executionArn } = await harness.ingest({ source: 'manual', regions: ['IE'] });

    expect(seen).toEqual([
      {
        executionInput: { source: 'manual', regions: ['IE'] },
        executionArn,
        startedAt: '2026-11-24T06:00:03.000Z',
      },
    ]);
    expect(findViolations('ListNewTitlesInput', seen[0])).toEqual([]);
  });
});

describe('a plan', () => {
  it('ends after the listing with the number of titles and their price, and moves nothing', async () => {
    const harness = new WorkflowHarness({ items: [watermarkAt('2026-11-23T07:00:00Z')], titles: 11 });

    const record = await harness.ingest({ plan: true });

    expect(await harness.statesEntered(record.executionArn)).toEqual([
      'List new titles',
      'Any new titles?',
      'Summarise plan',
    ]);
    expect(findViolations('RunSummary', JSON.parse(record.output ?? ''))).toEqual([]);
    expect(summaryOf(record)).toMatchObject({
      ...{ dryRun: true, discovered: 0, published: 0, creditsUsed: 1, watermark: null },
      plan: { titles: 11, credits: 22 },
    });
    expect(harness.progress.item('new_titles', 'watermark')).toMatchObject({
      watermark: '2026-11-23T07:00:00Z',
    });
    expect(harness.progress.item('new_titles', 'claim')).toBeUndefined();
  });
});

describe('the input of publish-titles', () => {
  it('names the execution and its start, and is valid', async () => {
    const seen: PublishTitlesInput[] = [];
    const harness = new WorkflowHarness({
      titles: 1,
      fetch: () => fail('Watchmode.UnexpectedResponse', '/id must be integer'),
      publish: (payload) => {
        const input = payload as unknown as PublishTitlesInput;
        seen.push(input);
        return publishAll(input) as unknown as JsonValue;
      },
    });

    const { executionArn } = await harness.ingest();

    expect(seen.map(({ batch }) => batch)).toEqual([
      {
        feed: 'new_titles',
        regions: ['GB'],
        dryRun: false,
        keepsDeferred: true,
        hasDeferred: true,
        isListed: true,
        executionArn,
        startedAt: '2026-11-24T06:00:03.000Z',
        listedAt: null,
        batchResultBytes: 4096,
        keepsPace: false,
      },
    ]);
    expect(findViolations('PublishTitlesInput', seen[0])).toEqual([]);
  });
});
