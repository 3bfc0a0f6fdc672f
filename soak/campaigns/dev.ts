import { setTimeout as pause } from 'node:timers/promises';
import { type SeededRandom, seededRandom } from '../../local/watchmode/seeded-random.ts';
import type { RunSummary } from '../../events/types.ts';
import { checkAccount, checkCatchUp, checkCredits } from '../checks.ts';
import type { Lab, Up } from '../lab.ts';
import { StepFunctions } from '../step-functions.ts';
import type { Campaign } from './campaign.ts';
import { inLab } from './in-lab.ts';
import { newSeen, redriveInterrupted, type Seen, tvguide } from './lives.ts';
import { CREDITS_PER_PAGE, CREDITS_PER_TITLE } from '../../events/credits.ts';
import { HOUR_MS } from '../../events/instant.ts';

const TITLES = 40;
const RUNS = 2;
const CREDITS_NEEDED = RUNS * (CREDITS_PER_PAGE + CREDITS_PER_TITLE * TITLES);
const MAX_KILLS = 3;
const MAX_REDRIVES = 4;
/** Half of the requests of both runs, so that most kills happen while both are working. */
const MAX_REQUESTS = TITLES;
/** The credits for all titles of a run, whose requests may be under way when it is killed or stopped. */
const CREDITS_ON_THEIR_WAY = TITLES * CREDITS_PER_TITLE;

/**
 * Kills a `tvguide up` with two runs at random moments, starts it again, and redrives the interrupted runs with the
 * command that it proposes. Sometimes stops a run. Finally redrives both runs until they succeed.
 */
export const dev: Campaign = ({ root, seed }) => {
  const random = seededRandom('dev', seed);
  const faults = random.pick(['slow:0.2', 'slow:0.2,500:0.1', 'slow:0.1,429:0.1']);
  return inLab({ root, titles: TITLES, seed, faults }, async (lab) => {
    const seen = newSeen();
    await startRuns(lab, seen);
    const count = random.integer(1, MAX_KILLS);
    for (let kill = 1; kill < count; kill += 1) await live(lab, random, seen);
    const summaries = await liveToTheEnd(lab, seen);
    const { creditsUsed } = lab.watchmode.usage();
    const lost = seen.deaths.length * RUNS + seen.stops;
    return {
      endings: seen.endings,
      executions: RUNS,
      done: () =>
        `${seen.deaths.length} kills, ${seen.stops} stops, ${seen.redrives} redrives of ${RUNS} runs at once, ` +
        `${creditsUsed - CREDITS_NEEDED} credits for lost answers`,
      check: (events) => [
        ...seen.violations,
        ...(summaries.length === RUNS ? [] : [`${summaries.length} of ${RUNS} runs succeeded`]),
        ...summaries.flatMap(checkAccount),
        ...checkCatchUp(events, TITLES),
        ...checkCredits(creditsUsed, CREDITS_NEEDED + lost * CREDITS_ON_THEIR_WAY),
      ],
    };
  });

  /** Starts a run over the open window and a manual run over a window, in the first process. */
  async function startRuns(lab: Lab, seen: Seen): Promise<void> {
    const up = await lab.up();
    const client = new StepFunctions(up);
    const now = Date.now();
    const window = { start: new Date(now - HOUR_MS).toISOString(), end: new Date(now).toISOString() };
    const begin = () => Promise.all([client.start({}), client.start({ window })]);
    await suffer(lab, up, { client, random, seen, begin });
  }
};

/** Starts another process, which is killed again. */
async function live(lab: Lab, random: SeededRandom, seen: Seen): Promise<void> {
  const up = await lab.up();
  const client = new StepFunctions(up);
  const begin = () => redriveInterrupted(lab, up, client, seen);
  await suffer(lab, up, { client, random, seen, begin });
}

interface Life {
  readonly client: StepFunctions;
  readonly random: SeededRandom;
  readonly seen: Seen;
  /** Starts or redrives runs. */
  readonly begin: () => Promise<unknown>;
}

/** Lets a process work for a while, sometimes stops a run, and kills the process. */
async function suffer(lab: Lab, up: Up, { client, random, seen, begin }: Life): Promise<void> {
  const moment = { requests: random.integer(0, MAX_REQUESTS), ms: random.integer(0, 100) };
  const over = new AbortController();
  // Counts from before the start, because half of the requests may be done when it is answered.
  const reached = lab.reached(moment, over.signal);
  await begin();
  await Promise.race([reached, client.whenQuiet(over.signal)]);
  over.abort();
  const [first] = await client.list('RUNNING');
  if (first !== undefined && random.chance(0.3)) {
    await client.stop(first);
    seen.stops += 1;
    await pause(random.integer(0, 500));
  }
  up.kill('SIGKILL');
  seen.endings.push(await up.ended);
  seen.deaths.push(Date.now());
  await lab.look();
  client.close();
}

/** Starts the last process and redrives the runs until they succeed. Returns their summaries. */
async function liveToTheEnd(lab: Lab, seen: Seen): Promise<readonly RunSummary[]> {
  const up = await lab.up();
  const client = new StepFunctions(up);
  await redriveInterrupted(lab, up, client, seen);
  for (let redrive = 0; redrive < MAX_REDRIVES; redrive += 1) {
    await client.whenQuiet();
    if ((await client.list('SUCCEEDED')).length === RUNS) break;
    seen.redrives += 1;
    await tvguide(lab, ['redrive', '--all-failed', '--local', '--yes'], seen);
  }
  const outputs = await client.outputs();
  await lab.look(up);
  client.close();
  up.kill('SIGINT');
  seen.endings.push(await up.ended);
  return outputs.map((output) => JSON.parse(output) as RunSummary);
}
