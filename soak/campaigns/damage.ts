import { readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { seededRandom } from '../../local/watchmode/seeded-random.ts';
import { checkCatchUp } from '../checks.ts';
import type { Campaign } from './campaign.ts';
import { inLab } from './in-lab.ts';

const TITLES = 20;
const MAX_WOUNDS = 5;

/**
 * Flips bits and cuts off the ends of files after a killed run. Each later start must succeed or report the damage in
 * one line. A new start, in a new folder if necessary, must publish every title.
 */
export const damage: Campaign = ({ root, seed }) => {
  const random = seededRandom('damage', seed);
  return inLab({ root, titles: TITLES, seed }, async (lab) => {
    const killAfter = { requests: random.integer(0, TITLES + 2), ms: random.integer(0, 300) };
    const endings = [await lab.run([], { killAfter })];
    const local = join(lab.folder, '.local');
    const entries = await readdir(local, { recursive: true, withFileTypes: true }).catch(() => []);
    const files = entries
      .filter((entry) => entry.isFile() && !entry.parentPath.includes('cache'))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
    const [first, ...others] = files;
    const wounds = first === undefined ? 0 : random.integer(1, MAX_WOUNDS);
    for (let wound = 0; wound < wounds; wound += 1) {
      await hurt(random.pick([first ?? '', ...others]), random.next(), random.chance(0.3));
    }
    endings.push(await lab.run(['--redrive', 'last']), await lab.run([]));
    const isWell = endings.at(-1)?.code === 0;
    if (isWell) await lab.look();
    else endings.push(await lab.run([], { cwd: await lab.freshFolder() }));
    return {
      endings,
      done: () => `${wounds} damages in ${files.length} files, ${isWell ? 'continued' : 'reported'}`,
      check: (events) => checkCatchUp(events, TITLES),
    };
  });
};

/** Flips a bit of a file, or cuts off its end. */
async function hurt(file: string, where: number, isCut: boolean): Promise<void> {
  const bytes = await readFile(file);
  const at = Math.floor(where * bytes.length);
  if (isCut) return truncate(file, at);
  if (bytes.length === 0) return;
  bytes[at] = (bytes[at] ?? 0) ^ (1 << (Math.floor(where * 1e6) % 8));
  await writeFile(file, bytes);
}
