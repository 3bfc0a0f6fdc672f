import { seededRandom } from '../../local/watchmode/seeded-random.ts';
import { checkAccount } from '../checks.ts';
import { summaryOf } from '../lab.ts';
import type { Campaign } from './campaign.ts';
import { catchUp, checkKeptWhenWell, inLab, redriveUntilWell } from './in-lab.ts';

const TITLES = 40;

/** Runs with a Watchmode that fails at random and has an outage. The next run, without faults, must catch up. */
export const faults: Campaign = ({ root, seed }) => {
  const random = seededRandom('faults', seed);
  const spec = [
    `429:${random.integer(0, 20) / 100}`,
    `500:${random.integer(0, 20) / 100}`,
    `reset:${random.integer(0, 10) / 100}`,
    `broken:${random.pick(['0', '0.05'])}`,
    ...(random.chance(0.5) ? [`outage:${random.integer(2, 6)}+${random.integer(1, 12)}`] : []),
  ].join(',');
  return inLab({ root, titles: TITLES, seed, faults: spec }, async (lab) => {
    const endings = [await lab.run([])];
    await redriveUntilWell(lab, endings, 4);
    const kept = await checkKeptWhenWell(lab, endings);
    const { checkCaughtUp } = await catchUp(lab, endings);
    return {
      endings,
      done: () => `${spec}: ${endings.length} starts`,
      check: (events) => [
        ...kept,
        ...endings.flatMap((ended) => summaryOf(ended) ?? []).flatMap(checkAccount),
        ...checkCaughtUp(events),
      ],
    };
  });
};
