import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { seededRandom } from '../../local/watchmode/seeded-random.ts';
import { checkAccount, checkCatchUp, checkIdentity, checkSecrets, checkWords } from '../checks.ts';
import { API_KEY, Lab, summaryOf, type Ended } from '../lab.ts';
import { type Campaign, NotPossibleHere } from './campaign.ts';

const TITLES = 40;
const execute = promisify(execFile);

/** A disk that fills up in mid-run (a small tmpfs, which takes root on Linux), and has room again for the redrive. */
export const disk: Campaign = async ({ root, seed }) => {
  const random = seededRandom('disk', seed);
  const kilobytes = random.integer(16, 400);
  const lab = await Lab.open({ root, titles: TITLES, seed });
  const folder = join(lab.folder, 'small');
  await mkdir(folder);
  try {
    await execute('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', folder]);
  } catch (cause) {
    await lab.close();
    throw new NotPossibleHere('a small file system needs the rights to mount a tmpfs', { cause });
  }
  try {
    const endings: Ended[] = [await lab.run([], { cwd: folder })];
    await execute('mount', ['-o', 'remount,size=200m', folder]);
    if (endings[0]?.code !== 0) endings.push(await lab.run(['--redrive', 'last'], { cwd: folder }));
    if (endings.at(-1)?.code !== 0) endings.push(await lab.run([], { cwd: folder }));
    const last = endings.at(-1);
    const summary = last === undefined ? undefined : summaryOf(last);
    const events = await lab.events();
    return {
      done: `${kilobytes} kB of disk, ${endings.length} starts`,
      violations: [
        ...(summary === undefined
          ? [`no run succeeded: ${last?.stderr.slice(-600) ?? ''}`]
          : checkAccount(summary)),
        ...checkIdentity(events),
        ...checkCatchUp(events, TITLES),
        ...endings.flatMap((ended) => checkWords(ended, API_KEY)),
        ...checkSecrets(await lab.filesWithKey()),
      ],
    };
  } finally {
    await execute('umount', [folder]);
    await lab.close();
  }
};
