import type { RunSummary } from '../../../events/types.ts';
import { watermarkAt } from '../../workflow/scenarios/support/items.ts';
import { BEGIN, type ReleaseHarness } from './release-harness.ts';
import type { Trouble } from './scripted-watchmode.ts';

/** The summary of one run. */
export type Account = Partial<RunSummary>;

/** A scenario with which a release is recorded, and with which its definitions are played later. */
export interface Scenario {
  readonly name: string;
  readonly play: (harness: ReleaseHarness) => Promise<unknown>;
  /** Of each execution of title-ingestion, in the order of the starts. */
  readonly accounts: readonly Account[];
  /** Of each execution of redrive-failed-run. */
  readonly decisions?: readonly object[];
}

const HOUR_MS = 3_600_000;
const NOTHING: Account = { discovered: 0, published: 0, skipped: 0, deferred: 0, rejected: 0 };
const FIRST_DAY = '2026-11-24T06:00:00Z';
const SECOND_DAY = '2026-11-25T06:00:00Z';
const THIRD_DAY = '2026-11-26T06:00:00Z';

const scheduled = (scheduledTime: string) => ({ source: 'schedule', scheduledTime });

/** Makes the feed list titles from three hours before the first run. */
function list({ watchmode }: ReleaseHarness, ...titleIds: readonly number[]): void {
  for (const titleId of titleIds) watchmode.listedAt.set(titleId, BEGIN - 3 * HOUR_MS);
}

/** A number of titles, from 1001 on. */
const titles = (count: number) => Array.from({ length: count }, (_, index) => 1_001 + index);

export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'a run without faults, and one that finds nothing new',
    async play(harness) {
      list(harness, ...titles(11));
      await harness.ingest('first-day', scheduled(FIRST_DAY));
      await harness.reach(24);
      await harness.ingest('second-day', {
        source: 'aws.events',
        time: SECOND_DAY,
        'detail-type': 'Scheduled Event',
      });
    },
    accounts: [
      { ...NOTHING, discovered: 11, published: 11, creditsUsed: 23, watermark: FIRST_DAY },
      { ...NOTHING, watermark: SECOND_DAY },
    ],
  },
  {
    name: 'titles that are deferred, skipped, rejected and had in the end',
    async play(harness) {
      list(harness, ...titles(6));
      const troubles: readonly Trouble[] = ['unavailable', 'unknown', 'odd', 'refused', 'unavailable'];
      troubles.forEach((trouble, index) => harness.watchmode.troubles.set(1_001 + index, trouble));
      await harness.ingest('first-day', scheduled(FIRST_DAY));
      await harness.reach(24);
      harness.watchmode.troubles.delete(1_005);
      await harness.ingest('second-day', scheduled(SECOND_DAY));
      await harness.reach(48);
      await harness.ingest('third-day', scheduled(THIRD_DAY));
    },
    accounts: [
      { ...NOTHING, discovered: 6, published: 1, deferred: 5 },
      { ...NOTHING, discovered: 5, published: 1, deferred: 4 },
      { ...NOTHING, discovered: 4, skipped: 1, rejected: 3, watermark: THIRD_DAY },
    ],
  },
  {
    name: 'an outage of a quarter of an hour in mid-run',
    async play(harness) {
      list(harness, ...titles(2));
      const run = await harness.start('title-ingestion', 'first-day', scheduled(FIRST_DAY));
      // The listing has been read by then.
      await harness.clock.sleep(500);
      harness.watchmode.downUntil = harness.clock.now() + HOUR_MS / 4;
      await harness.engine.whenEnded(run);
    },
    accounts: [{ ...NOTHING, discovered: 2, published: 2, watermark: FIRST_DAY }],
  },
  {
    name: 'a run that waits for an earlier one',
    async play(harness) {
      list(harness, 1_001);
      const input = scheduled(FIRST_DAY);
      const first = await harness.start('title-ingestion', 'first', input);
      harness.watchmode.downUntil = harness.clock.now() + 30_000;
      // The earlier one has claimed the window by then.
      await harness.clock.sleep(100);
      const second = await harness.start('title-ingestion', 'second', input);
      await harness.engine.whenEnded(first);
      await harness.engine.whenEnded(second);
    },
    accounts: [
      { ...NOTHING, discovered: 1, published: 1, watermark: FIRST_DAY },
      { ...NOTHING, watermark: null },
    ],
  },
  {
    name: 'a run that fails at its batch, and is redriven by redrive-failed-run',
    async play(harness) {
      list(harness, 1_001, 1_002);
      harness.watchmode.troubles.set(1_002, 'odd');
      harness.stream.isDown = true;
      const failed = await harness.ingest('first-day', scheduled(FIRST_DAY));
      harness.stream.isDown = false;
      await harness.heal(failed);
      await harness.engine.whenEnded(failed.executionArn);
    },
    accounts: [{ ...NOTHING, discovered: 2, published: 1, deferred: 1, watermark: FIRST_DAY }],
    decisions: [{ outcome: 'redriven', needsPerson: false, redriveCount: 0, waitedSeconds: 900 }],
  },
  {
    name: 'a run that fails for a person to see to, who redrives it',
    async play(harness) {
      list(harness, 1_001);
      harness.watchmode.refusesKey = true;
      const failed = await harness.ingest('first-day', scheduled(FIRST_DAY));
      await harness.heal(failed);
      harness.watchmode.refusesKey = false;
      await harness.redrive(failed.executionArn);
    },
    accounts: [{ ...NOTHING, discovered: 1, published: 1, watermark: FIRST_DAY }],
    decisions: [{ outcome: 'leftAlone', needsPerson: true, redriveCount: 0, waitedSeconds: 0 }],
  },
  {
    name: 'a watermark that lies beyond the clock of Watchmode',
    async play(harness) {
      list(harness, 1_001);
      await harness.put(watermarkAt('2026-11-27T06:00:00Z', { listedFrom: '2026-11-23T06:00:00Z' }));
      await harness.ingest('first-day', scheduled(FIRST_DAY));
    },
    accounts: [{ correctedWatermark: { from: '2026-11-27T06:00:00Z', to: '2026-11-23T06:00:00Z' } }],
  },
  {
    name: 'runs by hand',
    async play(harness) {
      list(harness, 1_001);
      harness.watchmode.troubles.set(2_002, 'unknown');
      await harness.ingest('titles', { titleIds: [2_001, 2_002] });
      const window = { start: '2026-11-24T00:00:00Z', end: FIRST_DAY };
      await harness.ingest('window', { window, regions: ['GB', 'IE'] });
      await harness.ingest('dry-run', {
        dryRun: true,
        feed: 'titles_details_changed',
        types: ['movie'],
        maxTitles: 1,
      });
    },
    accounts: [
      { ...NOTHING, window: null, discovered: 2, published: 1, skipped: 1, watermark: null },
      { ...NOTHING, discovered: 1, published: 1, watermark: null },
      { ...NOTHING, dryRun: true, discovered: 1, published: 1, watermark: null },
    ],
  },
];
