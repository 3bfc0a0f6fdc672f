import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { NO_FAULTS } from '../../local/watchmode/fault-spec.ts';
import { type SeededRandom, seededRandom } from '../../local/watchmode/seeded-random.ts';
import { checkCatchUp, checkSuccess, type Violation } from '../checks.ts';
import type { Ended, Lab } from '../lab.ts';
import { type Campaign, NotPossibleHere } from './campaign.ts';
import { checkKeptWhenWell, inLab, redriveUntilWell, refuseSome } from './in-lab.ts';

const TITLES = 40;
const execute = promisify(execFile);

/**
 * Fills up the disk during a run. Uses a small tmpfs, which needs root on Linux. It has either all files of the run,
 * and has room again for the redrive, or the progress table only, and has room again during the run.
 */
export const disk: Campaign = ({ root, seed }) => {
  const random = seededRandom('disk', seed);
  const isTable = random.chance(0.5);
  const kilobytes = isTable ? random.integer(5, 10) * 4 : random.integer(16, 400);
  return inLab({ root, titles: TITLES, seed }, async (lab) => {
    const kept: Violation[] = [];
    const endings = isTable
      ? await runWithSmallTable(lab, kilobytes, random, kept)
      : await runOnSmallDisk(lab, kilobytes);
    return {
      endings,
      done: () => `${kilobytes} kB for ${isTable ? 'the table' : 'everything'}, ${endings.length} starts`,
      check: (events) => [...kept, ...checkSuccess(endings), ...checkCatchUp(events, TITLES)],
    };
  });
};

async function runOnSmallDisk(lab: Lab, kilobytes: number): Promise<Ended[]> {
  const folder = join(lab.folder, 'small');
  await mountSmall(lab, folder, kilobytes);
  const endings: Ended[] = [await lab.run([], { cwd: folder })];
  await makeRoom(folder);
  if (endings[0]?.code !== 0) endings.push(await lab.run(['--redrive', 'last'], { cwd: folder }));
  if (endings.at(-1)?.code !== 0) endings.push(await lab.run([], { cwd: folder }));
  return endings;
}

/** Runs while Watchmode refuses many titles, which are deferred, and again when it works. */
async function runWithSmallTable(
  lab: Lab,
  kilobytes: number,
  random: SeededRandom,
  kept: Violation[],
): Promise<Ended[]> {
  const folder = join(lab.folder, '.local/progress');
  await mountSmall(lab, folder, kilobytes);
  refuseSome(lab, random, 0.8);
  const over = new AbortController();
  const running = lab.run([]);
  const whenFull = lab.reached({ requests: random.integer(TITLES, 2 * TITLES), ms: 3_000 }, over.signal);
  await Promise.race([running, whenFull]);
  over.abort();
  await makeRoom(folder);
  const endings = [await running];
  await redriveUntilWell(lab, endings, 2);
  kept.push(...(await checkKeptWhenWell(lab, endings)));
  lab.watchmode.changeFaults(NO_FAULTS);
  endings.push(await lab.run([]));
  await lab.look();
  return endings;
}

async function mountSmall(lab: Lab, folder: string, kilobytes: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  try {
    await execute('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', folder]);
  } catch (cause) {
    throw new NotPossibleHere('a small file system needs the right to mount a tmpfs', { cause });
  }
  lab.atClose(() => execute('umount', [folder]));
}

async function makeRoom(folder: string): Promise<void> {
  await execute('mount', ['-o', 'remount,size=200m', folder]);
}
