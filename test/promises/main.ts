import { parseArgs } from 'node:util';
import * as fc from 'fast-check';
import { play } from './support/play.ts';
import { brokenPromises } from './support/promises.ts';
import { anyScenario } from './support/random-scenario.ts';
import { brokenSweepPromises } from './sweeps/support/broken-promises.ts';
import { playSweeps } from './sweeps/support/play-sweeps.ts';
import { anySweepScenario } from './sweeps/support/random-scenario.ts';

const USAGE = `Usage: node bin/worlds.mjs [--kind feeds|catalogue] [--worlds N] [--seed N]

  --kind K    feeds: runs over the feeds of changes, the default; or
              catalogue: sweeps over a catalogue that changes meanwhile
  --worlds N  how many are played; default 1000
  --seed N    decides them; default: drawn at random`;

/** Plays random worlds of a kind. Resolves to the first broken promise, as small as possible; null if there is none. */
type Kind = (parameters: { readonly numRuns: number; readonly seed: number }) => Promise<string | null>;

const KINDS: Readonly<Record<string, Kind>> = {
  feeds: kindOf(anyScenario, async (scenario) => brokenPromises(scenario, await play(scenario))),
  catalogue: kindOf(anySweepScenario, async (scenario) => brokenSweepPromises(await playSweeps(scenario))),
};

/** Plays random worlds. Returns 0 if all promises were kept, 1 if one was broken, 2 for wrong usage. */
export async function playWorlds(args: readonly string[], print: (line: string) => void): Promise<0 | 1 | 2> {
  if (args.includes('--help')) {
    print(USAGE);
    return 0;
  }
  const plan = readPlan(args);
  if (plan === undefined) {
    print(USAGE);
    return 2;
  }
  const { kind, play: playKind, worlds, seed } = plan;
  const failure = await playKind({ numRuns: worlds, seed });
  if (failure === null) {
    print(`${worlds} worlds, no promise broken, seed ${seed}`);
    return 0;
  }
  print(failure);
  print(`again: node bin/worlds.mjs --kind ${kind} --worlds ${worlds} --seed ${seed}`);
  return 1;
}

/** Makes a kind of world. A world that breaks a promise fails. */
function kindOf<Scenario>(
  arbitrary: fc.Arbitrary<Scenario>,
  violationsOf: (scenario: Scenario) => Promise<readonly string[]>,
): Kind {
  const property = fc.asyncProperty(arbitrary, async (scenario) => {
    const violations = await violationsOf(scenario);
    if (violations.length > 0) throw new Error(violations.join('\n'));
  });
  return async (parameters) => {
    const result = await fc.check(property, parameters);
    if (!result.failed) return null;
    const { errorInstance: error } = result;
    const broken = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return `${broken}\n${fc.defaultReportMessage(result) ?? ''}`;
  };
}

interface Plan {
  readonly kind: string;
  readonly play: Kind;
  readonly worlds: number;
  readonly seed: number;
}

function readPlan(args: readonly string[]): Plan | undefined {
  const options = {
    kind: { type: 'string', default: 'feeds' },
    worlds: { type: 'string', default: '1000' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 0x7fff_ffff)) },
  } as const;
  const { values } = parseArgs({ args: [...args], options });
  const { kind } = values;
  const worlds = Number(values.worlds);
  const seed = Number(values.seed);
  const playKind = KINDS[kind];
  return playKind !== undefined && Number.isSafeInteger(worlds) && worlds > 0 && Number.isSafeInteger(seed)
    ? { kind, play: playKind, worlds, seed }
    : undefined;
}
