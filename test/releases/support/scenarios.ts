import type { RunSummary } from '../../../events/types.ts';
import { watermarkAt } from '../../workflow/scenarios/support/items.ts';
import { BEGIN, type ReleaseStage } from './release-stage.ts';
import type { Trouble } from './scripted-watchmode.ts';

/** The summary of one run. */
export type Account = Partial<RunSummary>;

/** A story that a release is recorded with, and that its definitions are played with later. */
export interface Scenario {
  readonly name: string;
  readonly play: (stage: ReleaseStage) => Promise<unknown>;
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

/** Has the feed list titles from three hours before the first run on. */
function list({ watchmode }: ReleaseStage, ...titleIds: readonly number[]): void {
  for (const titleId of titleIds) watchmode.listedAt.set(titleId, BEGIN - 3 * HOUR_MS);
}

/** As many titles as a number says, from 1001 on. */
const titles = (count: number) => Array.from({ length: count }, (_, index) => 1_001 + index);

export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'a run without faults, and one that finds nothing new',
    async play(stage) {
      list(stage, ...titles(11));
      await stage.ingest('first-day', scheduled(FIRST_DAY));
      await stage.reach(24);
      await stage.ingest('second-day', {
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
    async play(stage) {
      list(stage, ...titles(6));
      const troubles: readonly Trouble[] = ['unavailable', 'unknown', 'odd', 'refused', 'unavailable'];
      troubles.forEach((trouble, index) => stage.watchmode.troubles.set(1_001 + index, trouble));
      await stage.ingest('first-day', scheduled(FIRST_DAY));
      await stage.reach(24);
      stage.watchmode.troubles.delete(1_005);
      await stage.ingest('second-day', scheduled(SECOND_DAY));
      await stage.reach(48);
      await stage.ingest('third-day', scheduled(THIRD_DAY));
    },
    accounts: [
      { ...NOTHING, discovered: 6, published: 1, deferred: 5 },
      { ...NOTHING, discovered: 5, published: 1, deferred: 4 },
      { ...NOTHING, discovered: 4, skipped: 1, rejected: 3, watermark: THIRD_DAY },
    ],
  },
  {
    name: 'an outage of a quarter of an hour in mid-run',
    async play(stage) {
      list(stage, ...titles(2));
      const run = await stage.start('title-ingestion', 'first-day', scheduled(FIRST_DAY));
      // The listing has been read by then.
      await stage.clock.sleep(500);
      stage.watchmode.downUntil = stage.clock.now() + HOUR_MS / 4;
      await stage.engine.whenEnded(run);
    },
    accounts: [{ ...NOTHING, discovered: 2, published: 2, watermark: FIRST_DAY }],
  },
  {
    name: 'a run that waits for an earlier one',
    async play(stage) {
      list(stage, 1_001);
      const input = scheduled(FIRST_DAY);
      const first = await stage.start('title-ingestion', 'first', input);
      stage.watchmode.downUntil = stage.clock.now() + 30_000;
      // The earlier one has claimed the window by then.
      await stage.clock.sleep(100);
      const second = await stage.start('title-ingestion', 'second', input);
      await stage.engine.whenEnded(first);
      await stage.engine.whenEnded(second);
    },
    accounts: [
      { ...NOTHING, discovered: 1, published: 1, watermark: FIRST_DAY },
      { ...NOTHING, watermark: null },
    ],
  },
  {
    name: 'a run that fails at its batch, and is redriven by redrive-failed-run',
    async play(stage) {
      list(stage, 1_001, 1_002);
      stage.watchmode.troubles.set(1_002, 'odd');
      stage.stream.isDown = true;
      const failed = await stage.ingest('first-day', scheduled(FIRST_DAY));
      stage.stream.isDown = false;
      await stage.heal(failed);
      await stage.engine.whenEnded(failed.executionArn);
    },
    accounts: [{ ...NOTHING, discovered: 2, published: 1, deferred: 1, watermark: FIRST_DAY }],
    decisions: [{ outcome: 'redriven', needsPerson: false, redriveCount: 0, waitedSeconds: 900 }],
  },
  {
    name: 'a run that fails for a person to see to, who redrives it',
    async play(stage) {
      list(stage, 1_001);
      stage.watchmode.refusesKey = true;
      const failed = await stage.ingest('first-day', scheduled(FIRST_DAY));
      await stage.heal(failed);
      stage.watchmode.refusesKey = false;
      await stage.redrive(failed.executionArn);
    },
    accounts: [{ ...NOTHING, discovered: 1, published: 1, watermark: FIRST_DAY }],
    decisions: [{ outcome: 'leftAlone', needsPerson: true, redriveCount: 0, waitedSeconds: 0 }],
  },
  {
    name: 'a watermark that lies beyond the clock of Watchmode',
    async play(stage) {
      list(stage, 1_001);
      await stage.put(watermarkAt('2026-11-27T06:00:00Z', { listedFrom: '2026-11-23T06:00:00Z' }));
      await stage.ingest('first-day', scheduled(FIRST_DAY));
    },
    accounts: [{ correctedWatermark: { from: '2026-11-27T06:00:00Z', to: '2026-11-23T06:00:00Z' } }],
  },
  {
    name: 'runs by hand',
    async play(stage) {
      list(stage, 1_001);
      stage.watchmode.troubles.set(2_002, 'unknown');
      await stage.ingest('titles', { titleIds: [2_001, 2_002] });
      const window = { start: '2026-11-24T00:00:00Z', end: FIRST_DAY };
      await stage.ingest('window', { window, regions: ['GB', 'IE'] });
      await stage.ingest('dry-run', {
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
