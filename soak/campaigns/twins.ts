import { checkAccount, checkCatchUp, checkIdentity, checkSecrets, checkWords } from '../checks.ts';
import { API_KEY, Lab, summaryOf } from '../lab.ts';
import type { Campaign } from './campaign.ts';

const TITLES = 40;

/** Two starts at once in one folder: one of them works, the other says in a line that the folder is taken. */
export const twins: Campaign = async ({ root, seed }) => {
  const lab = await Lab.open({ root, titles: TITLES, seed });
  try {
    const endings = await Promise.all([lab.run([]), lab.run([])]);
    const summaries = endings.flatMap((ended) => summaryOf(ended) ?? []);
    const events = await lab.events();
    return {
      done: `exit codes ${endings.map(({ code }) => code).join(' and ')}`,
      violations: [
        ...(summaries.length === 0
          ? [`neither succeeded: ${endings.map(({ stderr }) => stderr).join('\n')}`]
          : []),
        ...summaries.flatMap(checkAccount),
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
