import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FeedProgress } from '../../events/progress.ts';
import { type SeededRandom, seededRandom } from '../../local/watchmode/seeded-random.ts';
import type { Violation } from '../checks.ts';
import { type Lab, summaryOf } from '../lab.ts';
import { checkKept, checkSurvived } from '../progress-checks.ts';
import { StepFunctions } from '../step-functions.ts';
import type { Campaign } from './campaign.ts';
import { catchUp, inLab, refuseSome } from './in-lab.ts';
import { newSeen, redriveInterrupted, type Seen } from './lives.ts';

const TITLES = 60;
const MAX_KILLS = 3;
const MAX_WRITES = 12;

/** Repairs of a damaged table. The last two follow the error message. */
const REPAIRS = ['the byte put back', 'the folder moved away', 'the digests removed'] as const;
type Repair = (typeof REPAIRS)[number];

/**
 * Kills the runtime right after writes to the progress table, while many titles are deferred. Progress that was read
 * before must still exist. Then changes a byte of the table's files: the next start must fail and name the file, and no
 * title may be lost after the repair.
 */
export const table: Campaign = ({ root, seed }) => {
  const random = seededRandom('table', seed);
  return inLab({ root, titles: TITLES, seed }, async (lab) => {
    refuseSome(lab, random, 0.4);
    const seen = newSeen();
    const kills = random.integer(1, MAX_KILLS);
    for (let kill = 0; kill < kills; kill += 1) await dieAfterWrite(lab, random, seen);
    await endWell(lab, seen);
    const repair = random.pick(REPAIRS);
    const file = await damageAndRepair(lab, random, repair, seen);
    // The watermark may be lost with the folder, so the claim is not checked.
    const { deferred, watermark } = await lab.look();
    seen.violations.push(
      ...checkKept(await lab.events(), { deferred, watermark, claim: null }, lab.titleIds),
    );
    const { checkCaughtUp } = await catchUp(lab, seen.endings);
    return {
      endings: seen.endings,
      done: () =>
        `${kills} kills, ${seen.redrives} redrives, ${deferred.length} titles deferred; ${file}: ${repair}`,
      check: (events) => [...seen.violations, ...checkCaughtUp(events)],
    };
  });
};

/** Starts a `tvguide up` and kills it after one of the next writes to its table. */
async function dieAfterWrite(lab: Lab, random: SeededRandom, seen: Seen): Promise<void> {
  const up = await lab.up();
  const client = new StepFunctions(up);
  const over = new AbortController();
  const written = lab.tableWritten(random.integer(1, MAX_WRITES), over.signal);
  if ((await client.list('RUNNING')).length === 0) await client.start({});
  else await redriveInterrupted(lab, up, client, seen);
  let before: FeedProgress = await lab.look(up);
  const looking = (async () => {
    while (!over.signal.aborted) before = await lab.look(up);
  })();
  // A read may fail when the process dies.
  looking.catch(() => undefined);
  await Promise.race([written, client.whenQuiet(over.signal)]);
  up.kill('SIGKILL');
  over.abort();
  seen.endings.push(await up.ended);
  await looking.catch(() => undefined);
  seen.deaths.push(Date.now());
  seen.violations.push(...checkSurvived(before, await lab.look()));
  client.close();
}

/** Starts the last process, redrives the interrupted run, and makes one more run. */
async function endWell(lab: Lab, seen: Seen): Promise<void> {
  const up = await lab.up();
  const client = new StepFunctions(up);
  await redriveInterrupted(lab, up, client, seen);
  await client.whenQuiet();
  await client.start({});
  await client.whenQuiet();
  const succeeded = (await client.list('SUCCEEDED')).length;
  if (succeeded === 0) seen.violations.push('no run succeeded');
  await lab.look(up);
  client.close();
  up.kill('SIGINT');
  seen.endings.push(await up.ended);
}

/** Changes a byte, checks that a run is refused, repairs the table, and runs. Returns the name of the file. */
async function damageAndRepair(lab: Lab, random: SeededRandom, repair: Repair, seen: Seen): Promise<string> {
  const folder = join(lab.folder, '.local/progress');
  const [first = '', ...others] = (await readdir(folder)).filter((name) => /\.(ldb|log)$/.test(name)).sort();
  const file = random.pick([first, ...others]);
  const path = join(folder, file);
  const sound = await readFile(path);
  if (sound.length === 0) return `${file} is empty`;
  const damaged = Buffer.from(sound);
  const at = random.integer(0, sound.length - 1);
  damaged[at] = (damaged[at] ?? 0) ^ (1 << random.integer(0, 7));
  await writeFile(path, damaged);
  const refused = await lab.run([]);
  seen.endings.push(refused);
  seen.violations.push(...checkNamed(refused.code, refused.stderr, path));
  if (repair === 'the byte put back') await writeFile(path, sound);
  if (repair === 'the folder moved away') await rename(folder, join(lab.folder, 'damaged-progress'));
  if (repair === 'the digests removed') await rm(join(folder, 'digests.json'));
  const ended = await lab.run([]);
  seen.endings.push(ended);
  if (summaryOf(ended) === undefined) {
    // Without digests, a start may name a damaged item. The folder has to be moved away then.
    if (repair !== 'the digests removed' || !/not valid|damaged/.test(ended.stderr)) {
      seen.violations.push(`no run succeeded after ${repair}: ${ended.stderr.slice(-600)}`);
    }
    await rename(folder, join(lab.folder, 'damaged-progress'));
    seen.endings.push(await lab.run([]));
  }
  return file;
}

function checkNamed(code: number | null, stderr: string, path: string): Violation[] {
  if (code === 1 && stderr.includes(path)) return [];
  return [`survival: ${path} is damaged, and a start exits with ${code}: ${stderr.slice(-600)}`];
}
