import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { seededRandom } from '../../local/watchmode/seeded-random.ts';
import { checkAccount, type Violation } from '../checks.ts';
import { summaryOf, type Ended, type Lab, type Moment } from '../lab.ts';
import { checkKept } from '../progress-checks.ts';
import type { Look } from '../progress.ts';
import type { Campaign } from './campaign.ts';
import { catchUp, inLab, refuseSome } from './in-lab.ts';
import { DAY_MS } from '../../events/instant.ts';

const TITLES = 300;
/** The time in which the feed lists every title once. A run over the open window lists few of them. */
const PERIOD_DAYS = 20;

/**
 * Runs with a window and with title IDs, and defers more than a hundred titles each time. A run over the open window
 * must fetch all of them, although its listing names few. Some runs are killed and redriven.
 */
export const windows: Campaign = ({ root, seed }) => {
  const random = seededRandom('windows', seed);
  const newEverySeconds = (PERIOD_DAYS * DAY_MS) / 1_000;
  return inLab({ root, titles: TITLES, seed, newEverySeconds }, async (lab) => {
    refuseSome(lab, random, 0.6);
    const titleIds = lab.titleIds.slice(0, random.integer(150, 200));
    const input = join(lab.folder, 'titles.json');
    await writeFile(input, JSON.stringify({ titleIds }));
    const now = Date.now();
    const span = `${instant(now - PERIOD_DAYS * DAY_MS)}..${instant(now)}`;
    const endings: Ended[] = [];
    const violations: Violation[] = [];
    for (const options of random.chance(0.5)
      ? [
          ['--window', span],
          ['--input', input],
        ]
      : [
          ['--input', input],
          ['--window', span],
        ]) {
      const killAfter = random.chance(0.5)
        ? { requests: random.integer(1, 200), ms: random.integer(0, 100) }
        : undefined;
      const attempts = await runToItsEnd(lab, options, killAfter);
      endings.push(...attempts);
      violations.push(...deferredAsTold(attempts.at(-1), await lab.look()));
    }
    const look = await lab.look();
    violations.push(...checkKept(await lab.events(), look, lab.titleIds));
    const { last, checkCaughtUp } = await catchUp(lab, endings);
    const waited = look.deferred.length;
    return {
      endings,
      done: () =>
        `${waited} titles deferred, ${summaryOf(last)?.discovered} requested, ${endings.length} starts`,
      check: (events) => [
        ...violations,
        ...(waited > 100 ? [] : [`only ${waited} titles were deferred: the campaign proves nothing`]),
        ...endings.flatMap((ended) => summaryOf(ended) ?? []).flatMap(checkAccount),
        ...checkCaughtUp(events),
      ],
    };
  });
};

/** Runs, and redrives a killed run. Starts a new run if there is none to redrive. */
async function runToItsEnd(lab: Lab, options: readonly string[], killAfter?: Moment): Promise<Ended[]> {
  const first = await lab.run(options, killAfter === undefined ? {} : { killAfter });
  if (first.code === 0) return [first];
  const redriven = await lab.run(['--redrive', 'last']);
  const isNothingThere = /never started|there is no run/.test(redriven.stderr);
  return isNothingThere ? [first, redriven, await lab.run(options)] : [first, redriven];
}

/** Checks that the table counts the run for as many titles as its summary calls deferred. */
function deferredAsTold(ended: Ended | undefined, { deferred }: Look): Violation[] {
  if (ended === undefined || ended.stderr.includes('Execution is SUCCEEDED')) return [];
  const summary = summaryOf(ended);
  if (summary === undefined) return [`a run with a window or title IDs failed: ${ended.stderr.slice(-600)}`];
  const { executionArn } = JSON.parse(ended.stdout) as { executionArn: string };
  const waiting = deferred.filter(({ countedRuns = [] }) => countedRuns.includes(executionArn)).length;
  return waiting === summary.deferred
    ? []
    : [`once a run: ${summary.deferred} titles were deferred, and the table counts ${waiting}`];
}

function instant(ms: number): string {
  return new Date(Math.floor(ms / 1_000) * 1_000).toISOString();
}
