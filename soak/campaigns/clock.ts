import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { seededRandom } from '../../local/watchmode/seeded-random.ts';
import { checkCatchUp, checkCredits, checkSuccess } from '../checks.ts';
import type { Campaign } from './campaign.ts';
import { inLab } from './in-lab.ts';

const TITLES = 40;
const JUMPS_MS = [-172_800_000, -3_600_000, -180_000, 180_000, 3_600_000] as const;

/** Sets the wall clock during a run. The run must not stall or buy a title twice. */
export const clock: Campaign = ({ root, seed }) => {
  const random = seededRandom('clock', seed);
  const jumpMs = random.pick([...JUMPS_MS] as [number, ...number[]]);
  const afterMs = random.integer(200, 4_000);
  return inLab({ root, titles: TITLES, seed, faults: '500:0.1' }, async (lab) => {
    const shim = join(lab.folder, 'jump.mjs');
    await writeFile(shim, jumpingClock(jumpMs, afterMs));
    const endings = [await lab.run([], { env: { NODE_OPTIONS: `--import=${pathToFileURL(shim).href}` } })];
    await lab.look();
    return {
      endings,
      done: () => `clock set by ${jumpMs / 1_000} s after ${afterMs} ms`,
      check: (events) => [
        ...checkSuccess(endings),
        ...checkCatchUp(events, TITLES),
        ...checkCredits(lab.watchmode.usage().creditsUsed, 1 + 2 * TITLES),
      ],
    };
  });
};

/** Returns a module that shifts the wall clock of its process, but not the monotonic clock. */
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
