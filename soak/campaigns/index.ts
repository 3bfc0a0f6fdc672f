import type { Campaign } from './campaign.ts';
import { clock } from './clock.ts';
import { damage } from './damage.ts';
import { dev } from './dev.ts';
import { disk } from './disk.ts';
import { faults } from './faults.ts';
import { kills } from './kills.ts';
import { stream } from './stream.ts';
import { twins } from './twins.ts';
import { worlds } from './worlds.ts';

/** All campaigns by their names. */
export const CAMPAIGNS: Readonly<Record<string, Campaign>> = {
  kills,
  dev,
  faults,
  stream,
  damage,
  clock,
  disk,
  twins,
  worlds,
};
