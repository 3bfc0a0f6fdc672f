import { seededRandom } from '../../local/watchmode/seeded-random.ts';
import {
  checkAccount,
  checkCatchUp,
  checkCredits,
  checkIdentity,
  checkSecrets,
  checkWords,
} from '../checks.ts';
import { API_KEY, Lab, summaryOf, type Ended } from '../lab.ts';
import type { CallFault } from '../stream-proxy.ts';
import type { Campaign } from './campaign.ts';

const TITLES = 40;

/** A stream that refuses records, fails calls, is slow, and loses its answers: nothing is bought again for it. */
export const stream: Campaign = async ({ root, seed }) => {
  const random = seededRandom('stream', seed);
  const faults: [CallFault, ...CallFault[]] = ['pass', 'pass', 'reject', 'fail', 'delay', 'lose'];
  const lab = await Lab.open({ root, titles: TITLES, seed, streamFault: () => random.pick(faults) });
  try {
    const endings: Ended[] = [await lab.run([])];
    for (let redrive = 0; redrive < 4 && endings.at(-1)?.code !== 0; redrive += 1) {
      endings.push(await lab.run(['--redrive', 'last']));
    }
    const last = endings.at(-1);
    const summary = last === undefined ? undefined : summaryOf(last);
    const events = await lab.events();
    return {
      done: `${endings.length} starts, ${events.length} events of ${TITLES} titles`,
      violations: [
        ...(summary === undefined
          ? [`no run succeeded: ${last?.stderr.slice(-600) ?? ''}`]
          : checkAccount(summary)),
        ...checkIdentity(events),
        ...checkCatchUp(events, TITLES),
        ...checkCredits(lab.watchmode.usage().creditsUsed, 1 + 2 * TITLES),
        ...endings.flatMap((ended) => checkWords(ended, API_KEY)),
        ...checkSecrets(await lab.filesWithKey()),
      ],
    };
  } finally {
    await lab.close();
  }
};
