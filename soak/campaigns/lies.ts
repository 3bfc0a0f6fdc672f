import { seededRandom } from '../../local/watchmode/seeded-random.ts';
import { checkAccount, checkCredits } from '../checks.ts';
import { summaryOf } from '../lab.ts';
import type { Campaign } from './campaign.ts';
import { catchUp, checkKeptWhenWell, inLab, redriveUntilWell } from './in-lab.ts';

/** The number of titles: two pages of a listing. */
const TITLES = 260;
const PAGES = 2;
/** The maximum for repeated pages, and for the title that tells a refused key from refused titles. */
const CREDITS_OF_REPETITIONS = 40;

/**
 * Runs with a Watchmode that answers wrongly: listing pages without titles, HTML with status 200, and titles refused
 * with a valid key. The next run, without faults, must fetch the deferred titles.
 */
export const lies: Campaign = ({ root, seed }) => {
  const random = seededRandom('lies', seed);
  const spec = [
    `short:${random.integer(10, 30) / 100}`,
    `html:${random.integer(2, 20) / 100}`,
    `refused:${random.integer(1, 10) / 100}:${random.pick(['401', '402', '403', '410', '451'])}`,
    ...(random.chance(0.5) ? [`maintenance:${random.integer(0, 3)}+${random.integer(1, 8)}`] : []),
  ].join(',');
  return inLab({ root, titles: TITLES, seed, faults: spec }, async (lab) => {
    const endings = [await lab.run([])];
    await redriveUntilWell(lab, endings, 3);
    const kept = await checkKeptWhenWell(lab, endings);
    const summaries = endings.flatMap((ended) => summaryOf(ended) ?? []);
    const { creditsUsed } = lab.watchmode.usage();
    const { checkCaughtUp } = await catchUp(lab, endings);
    return {
      endings,
      done: () =>
        `${spec}: ${endings.length} starts, ${summaries.map((one) => `${one.deferred} deferred`).join()}, ` +
        `${creditsUsed} credits`,
      check: (events) => [
        ...kept,
        ...summaries.flatMap(checkAccount),
        ...summaries
          .filter(({ discovered }) => discovered < TITLES)
          .map(({ discovered }) => `no title lost: a run succeeded with ${discovered} of ${TITLES} titles`),
        ...checkCredits(creditsUsed, PAGES + 2 * TITLES + CREDITS_OF_REPETITIONS),
        ...checkCaughtUp(events),
      ],
    };
  });
};
