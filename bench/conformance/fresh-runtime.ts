import { RealClock, startStepFunctions, systemRandom } from '../../local/stepfunctions/index.ts';
import { functionsOf } from './functions.ts';
import { ACCOUNT, type Golden, type GoldenFunctions } from './golden.ts';
import { openTables } from './tables.ts';

export interface FreshRuntime {
  readonly url: string;
  /** Replaces these functions for the runs that follow. */
  change(functions: GoldenFunctions): void;
  close(): Promise<void>;
}

/**
 * Branches take turns by the number of states that they pass, and not by time, so that the events of a Parallel state
 * have the same order on a busy machine.
 */
class UnhurriedClock extends RealClock {
  override isTurnLong(): boolean {
    return false;
  }
}

/** Starts a runtime with the functions and tables of one golden, and an empty store in `folder`. */
export async function startFreshRuntime(
  folder: string,
  { functions: texts = {}, tables }: Pick<Golden, 'functions' | 'tables'>,
): Promise<FreshRuntime> {
  const clock = new UnhurriedClock();
  const closing = new AbortController();
  const surroundings = { clock, closing: closing.signal };
  const functions = { ...functionsOf(texts, surroundings) };
  const warnings: string[] = [];
  const warn = (message: string): void => void warnings.push(message);
  const onDefect = (error: unknown): void => warn(String(error));
  const dynamodb =
    tables && (await openTables(tables, { ...ACCOUNT, clock, random: systemRandom, warn, onDefect }));
  const stepFunctions = await startStepFunctions({
    ...{ dataFolder: folder, functions, clock, warn, ...ACCOUNT },
    ...(dynamodb && { dynamodb: dynamodb.client }),
  });
  return {
    url: stepFunctions.endpoint,
    change: (changed) => void Object.assign(functions, functionsOf(changed, surroundings)),
    async close() {
      closing.abort();
      await stepFunctions.close();
      await dynamodb?.close();
      if (warnings.length > 0) throw new Error(`A fresh runtime warns: ${warnings.join(' ')}`);
    },
  };
}
