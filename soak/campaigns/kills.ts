import { seededRandom } from '../../local/watchmode/seeded-random.ts';
import { checkCatchUp, checkCredits, checkSuccess } from '../checks.ts';
import type { Ended, Lab, Launch } from '../lab.ts';
import type { Campaign } from './campaign.ts';
import { inLab } from './in-lab.ts';
import { CREDITS_PER_PAGE, CREDITS_PER_TITLE } from '../../events/credits.ts';

const TITLES = 40;
const CREDITS_NEEDED = CREDITS_PER_PAGE + CREDITS_PER_TITLE * TITLES;
const MAX_KILLS = 4;
/** The last of them come when only publishing is left. */
const MAX_REQUESTS = TITLES + 2;
/** The requests of twelve batches may be under way when a process dies, and this run has four batches. */
const CREDITS_ON_THEIR_WAY = TITLES * CREDITS_PER_TITLE;

/** Kills `tvguide run` and its redrives at random moments, as a power cut does, and lets the last redrive finish. */
export const kills: Campaign = ({ root, seed }) => {
  const random = seededRandom('kills', seed);
  const faults = random.pick(['slow:0.2', 'slow:0.2,500:0.1', 'slow:0.1,429:0.1']);
  return inLab({ root, titles: TITLES, seed, faults }, async (lab) => {
    const count = random.integer(1, MAX_KILLS);
    const endings: Ended[] = [];
    for (let kill = 0; kill < count; kill += 1) {
      const killAfter = { requests: random.integer(0, MAX_REQUESTS), ms: random.integer(0, 300) };
      endings.push(await attempt(lab, { killAfter }));
      await lab.look();
    }
    for (let redrive = 0; redrive < 3 && endings.at(-1)?.code !== 0; redrive += 1) {
      endings.push(await attempt(lab, {}));
      await lab.look();
    }
    const killed = endings.filter(({ code }) => code === null).length;
    const { creditsUsed } = lab.watchmode.usage();
    return {
      endings,
      done: () =>
        `${killed} kills, ${endings.length} starts, ${creditsUsed - CREDITS_NEEDED} credits for lost answers`,
      check: (events) => [
        ...checkSuccess(endings),
        ...checkCatchUp(events, TITLES),
        ...checkCredits(creditsUsed, CREDITS_NEEDED + killed * CREDITS_ON_THEIR_WAY),
      ],
    };
  });
};

/** Redrives the last run. Starts a new run if there is none to redrive. */
async function attempt(lab: Lab, launch: Pick<Launch, 'killAfter'>): Promise<Ended> {
  const redriven = await lab.run(['--redrive', 'last'], launch);
  const isNothingThere =
    redriven.code === 1 && redriven.stdout === '' && !redriven.stderr.includes('Run failed');
  return isNothingThere ? lab.run([], launch) : redriven;
}
