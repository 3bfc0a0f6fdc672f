import { seededRandom } from '../../local/watchmode/seeded-random.ts';
import { checkCatchUp, checkCredits, checkSuccess } from '../checks.ts';
import type { CallFault } from '../stream-proxy.ts';
import type { Campaign } from './campaign.ts';
import { inLab, redriveUntilWell } from './in-lab.ts';

const TITLES = 40;

/** Runs with a stream that refuses records, fails calls, is slow, and loses answers. No title may be bought twice. */
export const stream: Campaign = ({ root, seed }) => {
  const random = seededRandom('stream', seed);
  const faults: [CallFault, ...CallFault[]] = ['pass', 'pass', 'reject', 'fail', 'delay', 'lose'];
  return inLab({ root, titles: TITLES, seed, streamFault: () => random.pick(faults) }, async (lab) => {
    const endings = [await lab.run([])];
    await redriveUntilWell(lab, endings, 4);
    await lab.look();
    return {
      endings,
      done: (events) => `${endings.length} starts, ${events.length} events of ${TITLES} titles`,
      check: (events) => [
        ...checkSuccess(endings),
        ...checkCatchUp(events, TITLES),
        ...checkCredits(lab.watchmode.usage().creditsUsed, 1 + 2 * TITLES),
      ],
    };
  });
};
