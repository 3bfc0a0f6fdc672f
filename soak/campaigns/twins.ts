import { checkAccount, checkCatchUp } from '../checks.ts';
import { summaryOf } from '../lab.ts';
import type { Campaign } from './campaign.ts';
import { inLab } from './in-lab.ts';

const TITLES = 40;

/** Two starts at once in one folder: one of them works, the other says in a line that the folder is taken. */
export const twins: Campaign = ({ root, seed }) =>
  inLab({ root, titles: TITLES, seed }, async (lab) => {
    const endings = await Promise.all([lab.run([]), lab.run([])]);
    const summaries = endings.flatMap((ended) => summaryOf(ended) ?? []);
    return {
      endings,
      done: () => `exit codes ${endings.map(({ code }) => code).join(' and ')}`,
      check: (events) => [
        ...(summaries.length === 0
          ? [`neither succeeded: ${endings.map(({ stderr }) => stderr).join('\n')}`]
          : []),
        ...summaries.flatMap(checkAccount),
        ...checkCatchUp(events, TITLES),
      ],
    };
  });
