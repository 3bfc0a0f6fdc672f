import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { seededRandom } from '../../local/watchmode/seeded-random.ts';
import {
  checkAccount,
  checkCatchUp,
  checkCredits,
  checkIdentity,
  checkSecrets,
  checkWords,
} from '../checks.ts';
import { API_KEY, Lab, summaryOf } from '../lab.ts';
import type { Campaign } from './campaign.ts';

const TITLES = 40;
const JUMPS_MS = [-172_800_000, -3_600_000, -180_000, 180_000, 3_600_000] as const;

/** A clock that somebody sets while a run is at work: no stall, no title bought twice. */
export const clock: Campaign = async ({ root, seed }) => {
  const random = seededRandom('clock', seed);
  const jumpMs = random.pick([...JUMPS_MS] as [number, ...number[]]);
  const afterMs = random.integer(200, 4_000);
  const lab = await Lab.open({ root, titles: TITLES, seed, faults: '500:0.1' });
  try {
    const shim = join(lab.folder, 'jump.mjs');
    await writeFile(shim, jumpingClock(jumpMs, afterMs));
    const ended = await lab.run([], { env: { NODE_OPTIONS: `--import=${pathToFileURL(shim).href}` } });
    const summary = summaryOf(ended);
    const events = await lab.events();
    return {
      done: `the clock set by ${jumpMs / 1_000} s after ${afterMs} ms`,
      violations: [
        ...(summary === undefined ? [`the run failed: ${ended.stderr.slice(-600)}`] : checkAccount(summary)),
        ...checkIdentity(events),
        ...checkCatchUp(events, TITLES),
        ...checkCredits(lab.watchmode.usage().creditsUsed, 1 + 2 * TITLES),
        ...checkWords(ended, API_KEY),
        ...checkSecrets(await lab.filesWithKey()),
      ],
    };
  } finally {
    await lab.close();
  }
};

/** A module that shifts the wall clock of its process, and leaves the monotonic one alone. */
function jumpingClock(jumpMs: number, afterMs: number): string {
  return `
const start = performance.now();
const Real = Date;
const shift = () => (performance.now() - start > ${afterMs} ? ${jumpMs} : 0);
globalThis.Date = class Date extends Real {
  constructor(...parts) {
    if (parts.length === 0) super(Real.now() + shift());
    else super(...parts);
  }
  static now() {
    return Real.now() + shift();
  }
};
`;
}
