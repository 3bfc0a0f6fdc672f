import { describe, expect, it } from '@jest/globals';
import type { ListedItem, PublishTitlesInput } from '../../../events/types.ts';
import { findViolations } from '../../../events/validate.ts';
import type { JsonValue } from '../../../local/stepfunctions/index.ts';
import { attempts, choice, map, succeed, SUCCESS, task, wait } from './support/history.ts';
import { needsReferenceData, sweepListing } from './support/sweep-listing.ts';
import {
  fail,
  fetched,
  publishAll,
  summaryOf,
  titleOf,
  WorkflowHarness,
  type Cast,
} from './support/workflow-harness.ts';

const ITEMS: readonly ListedItem[] = [
  11,
  { titleId: 12, on: ['GB:157', 'GB:203'] },
  { titleId: 13, from: 'GB:203' },
];

/** A sweep that needs the names of services at first, with its calls. */
function sweep(items: readonly ListedItem[] = ITEMS, cast: Cast = {}, run = {}) {
  const fetches: JsonValue[] = [];
  const batches: PublishTitlesInput[] = [];
  let listings = 0;
  const harness: WorkflowHarness = new WorkflowHarness({
    list: () => {
      listings += 1;
      return (listings === 1 ? needsReferenceData() : sweepListing(items, run)) as unknown as JsonValue;
    },
    fetch: (payload) => {
      fetches.push(payload);
      const { arrivals } = payload as { arrivals?: string[] };
      return { ...(fetched(titleOf(payload)) as object), ...(arrivals === undefined ? {} : { arrivals }) };
    },
    publish: (payload) => {
      const input = payload as unknown as PublishTitlesInput;
      batches.push(input);
      return publishAll(input) as unknown as JsonValue;
    },
    ...cast,
  });
  return { harness, fetches, batches };
}

const PREPARED = [
  'ExecutionStarted',
  ...task('List new titles'),
  ...choice('Any new titles?'),
  ...task('Refresh reference data'),
  ...task('List new titles'),
  ...choice('Any new titles?'),
];
const SAVED = [...choice('Advance watermark?'), ...task('Save sweep'), ...task('Advance watermark')];
const MAP_RUN = [
  'MapStateEntered Ingest titles',
  'MapStateStarted',
  'MapRunStarted',
  'MapRunSucceeded',
  'MapStateSucceeded',
  'MapStateExited Ingest titles',
];

describe('a sweep', () => {
  it('reads the names of services, lists, ingests, is saved, and moves the watermark', async () => {
    const { harness, fetches, batches } = sweep();

    const record = await harness.ingest({ feed: 'catalogue', services: [203] });

    expect(await harness.story(record.executionArn)).toEqual([
      ...PREPARED,
      ...MAP_RUN,
      ...SAVED,
      ...succeed('Summarise run'),
    ]);
    expect(fetches).toEqual([
      { titleId: 11, regions: ['GB'] },
      { titleId: 12, arrivals: ['GB:157', 'GB:203'], regions: ['GB'] },
    ]);
    const others = batches.map((input) => ({ ...input, outcomes: [] }));
    expect(others.flatMap((input) => findViolations('PublishTitlesInput', input))).toEqual([]);
    expect(batches).toMatchObject([
      {
        batch: { feed: 'catalogue', listedAt: '2026-11-24T06:00:05.400Z' },
        outcomes: [{ titleId: 11 }, { titleId: 12, arrivals: ['GB:157', 'GB:203'] }],
        departures: [{ titleId: 13, from: 'GB:203' }],
      },
    ]);
    expect(findViolations('RunSummary', summaryOf(record))).toEqual([]);
    expect(summaryOf(record)).toMatchObject({
      discovered: 2,
      published: 2,
      creditsUsed: 9,
      watermark: '2026-11-24T06:00:05Z',
      sweep: { sections: ['GB:157', 'GB:203'], pages: 2, arrived: 2, left: 1, missing: 1 },
    });
  });

  it('publishes departures although there is nothing to fetch', async () => {
    const { harness, fetches, batches } = sweep([{ titleId: 13, from: 'GB:203' }]);

    const record = await harness.ingest({ feed: 'catalogue' });

    const [child] = await harness.children(record.executionArn);
    expect(await harness.story(child?.executionArn ?? '')).toEqual([
      'ExecutionStarted',
      ...map('Fetch titles'),
      ...choice('All answered?'),
      ...task('Publish titles'),
      ...wait('Keep pace'),
      'ExecutionSucceeded',
    ]);
    expect(fetches).toEqual([]);
    expect(batches).toMatchObject([{ outcomes: [], departures: [{ titleId: 13, from: 'GB:203' }] }]);
    expect(summaryOf(record)).toMatchObject({ discovered: 0, published: 0, sweep: { left: 1 } });
  });

  it('is saved although nothing came and went', async () => {
    const { harness } = sweep([]);

    const { executionArn } = await harness.ingest({ feed: 'catalogue' });

    expect(await harness.story(executionArn)).toEqual([...PREPARED, ...SAVED, ...succeed('Summarise run')]);
  });

  it('is not saved by a dry run', async () => {
    const { harness } = sweep(ITEMS, {}, { dryRun: true, advancesWatermark: false });

    const record = await harness.ingest({ feed: 'catalogue', dryRun: true });

    expect(await harness.statesEntered(record.executionArn)).not.toContain('Save sweep');
    expect(summaryOf(record)).toMatchObject({
      dryRun: true,
      watermark: null,
      sweep: { arrived: 2, left: 1 },
    });
  });

  it('keeps the arrivals of titles that are unanswered, and then of those that are set aside', async () => {
    const { harness, batches } = sweep(
      [{ titleId: 12, on: ['GB:203'] }, { titleId: 13, from: 'GB:203' }, 14],
      { fetch: () => fail('Watchmode.Unavailable', 'Watchmode answers 500') },
    );

    const record = await harness.ingest({ feed: 'catalogue' });

    const [child] = await harness.children(record.executionArn);
    const states = await harness.statesEntered(child?.executionArn ?? '');
    expect(states.filter((name) => name === 'Fetch titles')).toHaveLength(2);
    expect(batches).toMatchObject([
      {
        outcomes: [
          { titleId: 12, outcome: 'unanswered', arrivals: ['GB:203'] },
          { titleId: 14, outcome: 'unanswered', arrivals: [] },
        ],
        departures: [{ titleId: 13, from: 'GB:203' }],
      },
    ]);
  });

  it.each(['Refresh reference data', 'Save sweep'])(
    'that fails in %s goes on there with a redrive, and does nothing before it again',
    async (state) => {
      let isBroken = true;
      const done: string[] = [];
      const { harness } = sweep(ITEMS, {
        around: async (call, carryOut) => {
          if (isBroken && call.stateName === state)
            return { status: 'FAILED', error: 'ConfigurationError', cause: 'told to fail' };
          done.push(call.stateName);
          return carryOut();
        },
      });

      const { executionArn } = await harness.ingest({ feed: 'catalogue' });
      const before = done.length;
      isBroken = false;
      const last = await harness.redrive(executionArn);

      expect(last).toMatchObject({ status: 'SUCCEEDED', redriveCount: 1 });
      expect(done.slice(before)[0]).toBe(state);
      expect(done.filter((name) => name === state)).toHaveLength(1);
      expect(done.filter((name) => name === 'Fetch title details')).toHaveLength(2);
      expect(done.filter((name) => name === 'List new titles')).toHaveLength(2);
    },
  );

  it('waits in Refresh reference data while another execution buys the names', async () => {
    let calls = 0;
    const { harness } = sweep([], {
      refresh: () => {
        calls += 1;
        return calls <= 2
          ? fail('Progress.Unavailable', 'another execution is buying them')
          : { credits: 0, published: 0 };
      },
    });

    const { executionArn, status } = await harness.ingest({ feed: 'catalogue' });

    expect(status).toBe('SUCCEEDED');
    const story = await harness.story(executionArn);
    expect(story.slice(story.indexOf('TaskStateEntered Refresh reference data'))).toEqual(
      expect.arrayContaining([...attempts(2), ...SUCCESS]),
    );
  });
});

describe('a sweep whose titles are published', () => {
  it('is saved by its sections and its time', async () => {
    const saved: JsonValue[] = [];
    const { harness } = sweep([], {
      save: (payload) => {
        saved.push(payload);
        return { saved: 2 };
      },
    });

    const { executionArn } = await harness.ingest({ feed: 'catalogue' });

    expect(saved).toEqual([
      { executionArn, sections: ['GB:157', 'GB:203'], listedAt: '2026-11-24T06:00:05.400Z' },
    ]);
    expect(findViolations('SaveSweepInput', saved[0])).toEqual([]);
  });

  it('waits for the progress table', async () => {
    let calls = 0;
    const { harness } = sweep([], {
      save: () => {
        calls += 1;
        return calls <= 3 ? fail('Progress.Unavailable', 'throttled') : { saved: 2 };
      },
    });

    expect((await harness.ingest({ feed: 'catalogue' })).status).toBe('SUCCEEDED');
    expect(calls).toBe(4);
  });
});

describe('a run of another feed', () => {
  it('enters no state of a sweep', async () => {
    const harness = new WorkflowHarness();

    const { executionArn } = await harness.ingest();

    expect(await harness.statesEntered(executionArn)).toEqual([
      'List new titles',
      'Any new titles?',
      'Ingest titles',
      'Advance watermark?',
      'Advance watermark',
      'Summarise run',
    ]);
  });
});
