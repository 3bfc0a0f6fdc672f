import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { seededRandom } from '../../local/watchmode/seeded-random.ts';
import { checkSuccess } from '../checks.ts';
import type { Ended } from '../lab.ts';
import type { Campaign } from './campaign.ts';
import { inLab } from './in-lab.ts';
import { formatInstant, HOUR_MS } from '../../events/instant.ts';

const TITLES = 120;
const NAME = '/tv-guide/live/watermarks/new_titles';
/** The time in which the feed lists every title once. A run that continues from the watermark lists few of them. */
const PERIOD_SECONDS = 20 * 24 * 3_600;
/** The maximum number of deferred titles in the parameter. */
const WAITING = 100;

/**
 * Runs in a folder of the release that kept the watermark and deferred titles in a parameter. Both must be taken over
 * and reported once, even if the process is killed meanwhile.
 */
export const upgrade: Campaign = ({ root, seed }) => {
  const random = seededRandom('upgrade', seed);
  return inLab({ root, titles: TITLES, seed, newEverySeconds: PERIOD_SECONDS }, async (lab) => {
    const watermark = formatInstant(Date.now() - 3 * HOUR_MS);
    const since = Math.floor(Date.now() / 1_000) - 86_400;
    const titleIds = lab.titleIds.slice(0, WAITING);
    const value = JSON.stringify({ watermark, deferred: titleIds.map((id) => `${id} ${since} 2 U`) });
    const parameter = { name: NAME, type: 'String', value, version: 7, lastModifiedDate: Date.now() };
    await mkdir(join(lab.folder, '.local'));
    await writeFile(join(lab.folder, '.local/parameters.json'), JSON.stringify({ [NAME]: parameter }));
    const endings: Ended[] = [];
    const kills = random.integer(0, 2);
    for (let kill = 0; kill < kills; kill += 1) {
      endings.push(await killedOnTheWay(random.integer(0, 60)));
      await lab.look();
    }
    endings.push(await lab.run([]));
    const { watermark: moved, deferred } = await lab.look();
    endings.push(await lab.run([]));
    await lab.look();
    const told = endings.map(({ stderr }) => stderr.split('took over the parameter').length - 1);
    const isToldTwice = told.some((count) => count > 1) || (told.at(-1) ?? 0) > 0;
    return {
      endings,
      // The parameter says that two runs have deferred each title.
      executions: endings.length + 2,
      done: (events) => `${kills} kills, reported ${told.join(' ')} times, ${events.length} events`,
      check: (events) => {
        const published = new Set(events.map(({ subject }) => Number(subject)));
        const missing = titleIds.filter((titleId) => !published.has(titleId));
        return [
          ...checkSuccess(endings),
          ...(missing.length === 0 ? [] : [`upgrade: ${missing.length} titles of the parameter are missing`]),
          ...(deferred.length === 0 ? [] : [`upgrade: ${deferred.length} titles are still deferred`]),
          ...((moved?.watermark ?? '') > watermark ? [] : ['upgrade: the watermark was not taken over']),
          ...(kills > 0 || told[0] === 1 ? [] : ['words: the take-over is not reported']),
          ...(isToldTwice ? [`words: the take-over is reported ${told.join(', ')} times`] : []),
        ];
      },
    };

    /** Starts a run and kills it `ms` milliseconds after one of the first writes to the table. */
    async function killedOnTheWay(ms: number): Promise<Ended> {
      const { kill, ended } = lab.spawnRun([]);
      const over = new AbortController();
      await Promise.race([ended, lab.tableWritten(random.integer(1, 3), over.signal)]);
      over.abort();
      await pause(ms);
      kill('SIGKILL');
      return ended;
    }
  });
};
