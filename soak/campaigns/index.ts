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
import { sweeps, worlds } from './worlds.ts';

/** All campaigns, by name. */
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
  sweeps,
};

/** The description of each campaign in the help text. */
export const ABOUT: Readonly<Record<keyof typeof CAMPAIGNS, string>> = {
  kills: 'kill -9 of a run and its redrives',
  dev: 'kill -9 of `npm run dev` with two runs, then the proposed redrive',
  faults: 'errors and outages of Watchmode; the next run catches up',
  lies: 'short pages, HTML with status 200, refused titles, maintenance',
  stream: 'a Kinesis that refuses, fails, is slow, and loses answers',
  damage: 'flipped bits and cut-off files in .local',
  clock: 'the wall clock is set during a run',
  disk: 'a full disk, or a full progress table; needs the right to mount',
  twins: 'two starts at once; the runtime is killed while one waits',
  table: 'kill -9 right after writes to the progress table, then a damaged byte',
  windows: 'runs with a window or title IDs that defer more than 100 titles',
  upgrade: 'progress is taken over from the parameter of an earlier release',
  worlds: '2,000 random worlds',
  sweeps: '1,000 random worlds of sweeps',
};
