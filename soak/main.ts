import { parseArgs } from 'node:util';
import { NotPossibleHere } from './campaigns/campaign.ts';
import { ABOUT, CAMPAIGNS } from './campaigns/index.ts';

const USAGE = `Usage: npm run soak -- [--minutes N] [--campaign NAME] [--seed N]

  --minutes N      duration; default 10
  --campaign NAME  run only this campaign
  --seed N         first seed, followed by N+1 and so on; default: random
  --once           run one turn of each campaign, to repeat a failure

Campaigns:
${Object.entries(ABOUT)
  .map(([name, about]) => `  ${name.padEnd(8)} ${about}`)
  .join('\n')}`;

export interface SoakIo {
  /** The project's folder. */
  readonly root: string;
  readonly print: (line: string) => void;
}

/** Runs `npm run soak` until its time is over. Returns 1 if a promise was broken, 2 for wrong usage, else 0. */
export async function soak(args: readonly string[], { root, print }: SoakIo): Promise<0 | 1 | 2> {
  const plan = readPlan(args);
  if (plan === undefined) {
    print(USAGE);
    return 0;
  }
  if (typeof plan === 'string') {
    print(`${plan}\n\n${USAGE}`);
    return 2;
  }
  const deadline = performance.now() + plan.minutes * 60_000;
  const names = new Set(plan.names);
  const counts = { turns: 0, broken: 0 };
  for (let { seed } = plan; names.size > 0 && performance.now() < deadline; seed += 1) {
    for (const name of names) {
      const verdict = await turn(name, seed, root);
      if (verdict === undefined) names.delete(name);
      else counts.turns += 1;
      if (verdict?.isBroken === true) counts.broken += 1;
      print(verdict?.line ?? `- ${name}: not possible on this machine`);
      if (performance.now() >= deadline) break;
    }
    if (plan.isOnce) break;
  }
  print(`${counts.turns} turns, ${counts.turns - counts.broken} passed, ${counts.broken} failed`);
  return counts.broken === 0 ? 0 : 1;
}

interface Plan {
  readonly minutes: number;
  readonly names: readonly string[];
  readonly seed: number;
  readonly isOnce: boolean;
}

/** Parses the arguments. Returns an error message if they are invalid, undefined for --help. */
function readPlan(args: readonly string[]): Plan | string | undefined {
  const options = {
    minutes: { type: 'string', default: '10' },
    campaign: { type: 'string' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1_000_000)) },
    once: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  } as const;
  try {
    const { values } = parseArgs({ args: [...args], options });
    if (values.help) return undefined;
    const minutes = Number(values.minutes);
    const seed = Number(values.seed);
    if (!(minutes > 0)) return `--minutes takes a number above 0, not "${values.minutes}"`;
    if (!Number.isSafeInteger(seed)) return `--seed takes a whole number, not "${values.seed}"`;
    if (values.campaign !== undefined && !(values.campaign in CAMPAIGNS)) {
      return `there is no campaign "${values.campaign}"`;
    }
    const names = values.campaign === undefined ? Object.keys(CAMPAIGNS) : [values.campaign];
    return { minutes, names, seed, isOnce: values.once };
  } catch (error) {
    // Not `instanceof`: under Jest, errors of parseArgs come from another realm.
    if (isErrorLike(error) && error.code.startsWith('ERR_PARSE_ARGS')) return error.message;
    throw error;
  }
}

function isErrorLike(error: unknown): error is { readonly code: string; readonly message: string } {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string';
}

/** Runs one turn of a campaign. Returns undefined if this machine does not support it. */
async function turn(name: string, seed: number, root: string) {
  const start = performance.now();
  try {
    const { violations, done } = (await CAMPAIGNS[name]?.({ root, seed })) ?? { violations: [], done: '' };
    const seconds = ((performance.now() - start) / 1_000).toFixed(1);
    const isBroken = violations.length > 0;
    const detail = violations.map((violation) => `\n    ${violation}`).join('');
    const again = isBroken ? `\n    again: npm run soak -- --campaign ${name} --seed ${seed} --once` : '';
    return {
      isBroken,
      line: `${isBroken ? '✖' : '✔'} ${name} ${seed}: ${done}, ${seconds} s${detail}${again}`,
    };
  } catch (error) {
    if (error instanceof NotPossibleHere) return undefined;
    throw error;
  }
}
