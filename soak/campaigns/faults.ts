import { NO_FAULTS } from '../../local/watchmode/fault-spec.ts';
import { seededRandom } from '../../local/watchmode/seeded-random.ts';
import { checkAccount, checkCatchUp, checkIdentity, checkSecrets, checkWords } from '../checks.ts';
import { API_KEY, Lab, summaryOf, type Ended } from '../lab.ts';
import type { Campaign } from './campaign.ts';

const TITLES = 40;

/** A Watchmode that fails at random and is down for a while; then it is well again, and the next run finds what waits. */
export const faults: Campaign = async ({ root, seed }) => {
  const random = seededRandom('faults', seed);
  const spec = [
    `429:${random.integer(0, 20) / 100}`,
    `500:${random.integer(0, 20) / 100}`,
    `reset:${random.integer(0, 10) / 100}`,
    `broken:${random.pick(['0', '0.05'])}`,
    ...(random.chance(0.5) ? [`outage:${random.integer(2, 6)}+${random.integer(1, 12)}`] : []),
  ].join(',');
  const lab = await Lab.open({ root, titles: TITLES, seed, faults: spec });
  try {
    const endings: Ended[] = [await lab.run([])];
    for (let redrive = 0; redrive < 4 && endings.at(-1)?.code !== 0; redrive += 1) {
      endings.push(await lab.run(['--redrive', 'last']));
    }
    lab.watchmode.changeFaults(NO_FAULTS);
    endings.push(await lab.run([]));
    const summaries = endings.flatMap((ended) => summaryOf(ended) ?? []);
    const events = await lab.events();
    return {
      done: `${spec}: ${endings.length} starts`,
      violations: [
        ...summaries.flatMap(checkAccount),
        ...(endings.at(-1)?.code === 0
          ? []
          : [`the last run failed: ${endings.at(-1)?.stderr.slice(-600) ?? ''}`]),
        ...checkIdentity(events),
        ...checkCatchUp(events, TITLES),
        ...endings.flatMap((ended) => checkWords(ended, API_KEY)),
        ...checkSecrets(await lab.filesWithKey()),
      ],
    };
  } finally {
    await lab.close();
  }
};
