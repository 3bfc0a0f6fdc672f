import { seededRandom } from '../../local/watchmode/seeded-random.ts';
import type { RunSummary } from '../../events/types.ts';
import { checkAccount, checkCatchUp, checkCredits, type Violation } from '../checks.ts';
import { summaryOf, type Ended, type Lab } from '../lab.ts';
import { checkOneAtWork } from '../progress-checks.ts';
import { StepFunctions } from '../step-functions.ts';
import type { Campaign } from './campaign.ts';
import { inLab } from './in-lab.ts';
import { newSeen, redriveInterrupted, tvguide } from './lives.ts';

const TITLES = 40;
const RUNS = 2;
const START = ['start', '--local', '--quiet'];
/** The maximum for three runs over the open window, and for the requests under way when the process died. */
const CREDITS = (1 + RUNS) * (1 + 2 * TITLES) + 2 * TITLES;

/**
 * Starts two runs at once. As processes in one folder, one works and the other reports that the folder is in use. As
 * executions of one runtime, one works and the other waits. The runtime is killed meanwhile, and both executions end in
 * the next one, one after the other.
 */
export const twins: Campaign = ({ root, seed }) => {
  const random = seededRandom('twins', seed);
  return inLab({ root, titles: TITLES, seed, faults: 'slow:0.5' }, async (lab) => {
    const processes = await Promise.all([lab.run([]), lab.run([])]);
    await lab.look();
    const summaries = processes.flatMap((ended) => summaryOf(ended) ?? []);
    const seen = newSeen();
    const outputs = await waitAndDie(lab, random.integer(0, 300), seen);
    return {
      endings: [...processes, ...seen.endings],
      done: () =>
        `exit codes ${processes.map(({ code }) => code).join(' and ')}; ` +
        `${seen.deaths.length} kill while one waited, ${outputs.length} succeeded`,
      check: (events) => [
        ...checkProcesses(processes, summaries.length),
        ...seen.violations,
        ...(outputs.length === 1 + RUNS ? [] : [`${outputs.length} of ${1 + RUNS} runs succeeded`]),
        ...[...summaries, ...outputs].flatMap(checkAccount),
        ...checkCredits(lab.watchmode.usage().creditsUsed, CREDITS),
        ...checkCatchUp(events, TITLES),
      ],
    };
  });
};

/** Checks that one process succeeded and the other succeeded later or was refused. */
function checkProcesses(processes: readonly Ended[], succeeded: number): Violation[] {
  if (succeeded === 0) return [`neither succeeded: ${processes.map(({ stderr }) => stderr).join('\n')}`];
  return processes
    .filter(({ code, stderr }) => code !== 0 && !(code === 1 && stderr.includes('in use')))
    .map(({ code, stderr }) => `a concurrent start exited with ${code}: ${stderr.slice(-600)}`);
}

/** Starts two executions and kills the runtime while one waits. Returns the summaries of all successful executions. */
async function waitAndDie(
  lab: Lab,
  afterMs: number,
  seen: ReturnType<typeof newSeen>,
): Promise<RunSummary[]> {
  const first = await lab.up();
  const before = new StepFunctions(first);
  await Promise.all([tvguide(lab, START, seen), tvguide(lab, START, seen)]);
  await before.whenIn('Wait for earlier run', AbortSignal.timeout(30_000)).catch(() => undefined);
  await lab.reached({ requests: 0, ms: afterMs }, new AbortController().signal);
  first.kill('SIGKILL');
  seen.endings.push(await first.ended);
  seen.deaths.push(Date.now());
  before.close();
  await lab.look();
  const second = await lab.up();
  const client = new StepFunctions(second);
  await redriveInterrupted(lab, second, client, seen);
  await client.whenQuiet();
  await lab.look(second);
  seen.violations.push(...checkOneAtWork(await client.workSpans(seen.deaths)));
  const outputs = (await client.outputs()).map((output) => JSON.parse(output) as RunSummary);
  client.close();
  second.kill('SIGINT');
  seen.endings.push(await second.ended);
  return outputs;
}
