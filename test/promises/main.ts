import { parseArgs } from 'node:util';
import * as fc from 'fast-check';
import { play } from './support/play.ts';
import { brokenPromises } from './support/promises.ts';
import { anyScenario } from './support/random-scenario.ts';
import type { Scenario } from './support/scenario.ts';

const USAGE = `Usage: node bin/worlds.mjs [--worlds N] [--seed N]

  --worlds N  how many are played; default 1000
  --seed N    decides them; default: drawn at random`;

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
  const { worlds, seed } = plan;
  const result = await fc.check(fc.asyncProperty(anyScenario, keepsPromises), { numRuns: worlds, seed });
  if (!result.failed) {
    print(`${result.numRuns} worlds, no promise broken, seed ${seed}`);
    return 0;
  }
  const { errorInstance } = result;
  print(
    errorInstance instanceof Error ? (errorInstance.stack ?? errorInstance.message) : String(errorInstance),
  );
  print(fc.defaultReportMessage(result) ?? '');
  print(`again: node bin/worlds.mjs --worlds ${worlds} --seed ${seed}`);
  return 1;
}

/** Plays a world. Throws if it breaks a promise. */
async function keepsPromises(scenario: Scenario): Promise<void> {
  const violations = await brokenPromises(scenario, await play(scenario));
  if (violations.length > 0) throw new Error(violations.join('\n'));
}

function readPlan(args: readonly string[]): { readonly worlds: number; readonly seed: number } | undefined {
  const options = {
    worlds: { type: 'string', default: '1000' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 0x7fff_ffff)) },
  } as const;
  const { values } = parseArgs({ args: [...args], options });
  const worlds = Number(values.worlds);
  const seed = Number(values.seed);
  return Number.isSafeInteger(worlds) && worlds > 0 && Number.isSafeInteger(seed)
    ? { worlds, seed }
    : undefined;
}
