import type { Campaign } from './campaign.ts';
import { clock } from './clock.ts';
import { damage } from './damage.ts';
import { dev } from './dev.ts';
import { disk } from './disk.ts';
import { faults } from './faults.ts';
import { kills } from './kills.ts';
import { lies } from './lies.ts';
import { stream } from './stream.ts';
import { table } from './table.ts';
import { twins } from './twins.ts';
import { upgrade } from './upgrade.ts';
import { windows } from './windows.ts';
import { worlds } from './worlds.ts';

/** All campaigns by their names. */
export const CAMPAIGNS: Readonly<Record<string, Campaign>> = {
  kills,
  dev,
  faults,
  lies,
  stream,
  damage,
  clock,
  disk,
  twins,
  table,
  windows,
  upgrade,
  worlds,
};

/** The description of each campaign, in the words of the help. */
export const ABOUT: Readonly<Record<keyof typeof CAMPAIGNS, string>> = {
  kills: 'kill -9 of a run and of its redrives',
  dev: 'kill -9 of `npm run dev` with two runs, which are redriven as it proposes',
  faults: 'errors and outages of Watchmode; the next run catches up',
  lies: 'short pages, HTML with status 200, refused titles, maintenance',
  stream: 'a Kinesis that refuses, fails, is slow, and loses its answers',
  damage: 'bits flip and ends are missing in .local',
  clock: 'the wall clock is set in mid-run',
  disk: 'the disk fills up, or that of the progress table alone; needs the right to mount',
  twins: 'two starts at once; one waits while the runtime is killed',
  table: 'kill -9 right after writes of the progress table; then a damaged byte of it',
  windows: 'runs with windows and titles of their own defer more than 100 titles',
  upgrade: 'the parameter of an earlier release is taken over',
  worlds: '2,000 random worlds',
};
