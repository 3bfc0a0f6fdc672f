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
import type { Campaign } from './campaign.ts';

const TITLES = 40;
const MAX_KILLS = 4;
/** Twelve batches of ten may be on their way when a process dies, and this run has four. */
const CREDITS_ON_THEIR_WAY = TITLES * 2;

/** Power cuts: `tvguide run` is killed at random moments, and so are its redrives, until one of them is left alone. */
export const kills: Campaign = async ({ root, seed }) => {
  const random = seededRandom('kills', seed);
  const lab = await Lab.open({
    root,
    titles: TITLES,
    seed,
    faults: random.pick(['slow:0.2', 'slow:0.2,500:0.1', 'slow:0.1,429:0.1']),
  });
  try {
    const count = random.integer(1, MAX_KILLS);
    const endings: Ended[] = [];
    for (let kill = 0; kill < count; kill += 1) {
      endings.push(await attempt(lab, { killAfterMs: random.integer(500, 7_000) }));
    }
    for (let redrive = 0; redrive < 3 && endings.at(-1)?.code !== 0; redrive += 1) {
      endings.push(await attempt(lab, {}));
    }
    const killed = endings.filter(({ code }) => code === null).length;
    const last = endings.at(-1);
    const summary = last === undefined ? undefined : summaryOf(last);
    const events = await lab.events();
    const { creditsUsed } = lab.watchmode.usage();
    const needed = 1 + 2 * TITLES;
    return {
      done: `${killed} kills, ${endings.length} starts, ${creditsUsed - needed} credits lost on their way`,
      violations: [
        ...(summary === undefined
          ? [`no run succeeded: ${last?.stderr.slice(-600) ?? ''}`]
          : checkAccount(summary)),
        ...checkIdentity(events),
        ...checkCatchUp(events, TITLES),
        ...checkCredits(creditsUsed, needed + killed * CREDITS_ON_THEIR_WAY),
        ...endings.flatMap((ended) => checkWords(ended, API_KEY)),
        ...checkSecrets(await lab.filesWithKey()),
      ],
    };
  } finally {
    await lab.close();
  }
};

/** Redrives the last run; where there is none that a redrive could help, a new one is started. */
async function attempt(lab: Lab, launch: { readonly killAfterMs?: number }): Promise<Ended> {
  const redriven = await lab.run(['--redrive', 'last'], launch);
  const isNothingThere =
    redriven.code === 1 && redriven.stdout === '' && !redriven.stderr.includes('Run failed');
  return isNothingThere ? lab.run([], launch) : redriven;
}
