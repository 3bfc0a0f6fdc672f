import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { seededRandom } from '../../local/watchmode/seeded-random.ts';
import { checkCatchUp, checkSuccess } from '../checks.ts';
import type { Ended, Lab } from '../lab.ts';
import { type Campaign, NotPossibleHere } from './campaign.ts';
import { inLab } from './in-lab.ts';

const TITLES = 40;
const execute = promisify(execFile);

/** A disk that fills up in mid-run (a small tmpfs, which takes root on Linux), and has room again for the redrive. */
export const disk: Campaign = ({ root, seed }) => {
  const kilobytes = seededRandom('disk', seed).integer(16, 400);
  return inLab({ root, titles: TITLES, seed }, async (lab) => {
    const endings = await runOnSmallDisk(lab, kilobytes);
    return {
      endings,
      done: () => `${kilobytes} kB of disk, ${endings.length} starts`,
      check: (events) => [...checkSuccess(endings), ...checkCatchUp(events, TITLES)],
    };
  });
};

async function runOnSmallDisk(lab: Lab, kilobytes: number): Promise<Ended[]> {
  const folder = join(lab.folder, 'small');
  await mkdir(folder);
  try {
    await execute('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', folder]);
  } catch (cause) {
    throw new NotPossibleHere('a small file system needs the rights to mount a tmpfs', { cause });
  }
  lab.atClose(() => execute('umount', [folder]));
  const endings: Ended[] = [await lab.run([], { cwd: folder })];
  await execute('mount', ['-o', 'remount,size=200m', folder]);
  if (endings[0]?.code !== 0) endings.push(await lab.run(['--redrive', 'last'], { cwd: folder }));
  if (endings.at(-1)?.code !== 0) endings.push(await lab.run([], { cwd: folder }));
  return endings;
}
