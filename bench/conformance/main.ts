import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { messageOf, RealClock } from '../../local/stepfunctions/index.ts';
import { compare } from './compare.ts';
import { startFreshRuntime } from './fresh-runtime.ts';
import { readGoldens, type Golden, type RequestGolden } from './golden.ts';
import { runGolden } from './run-golden.ts';
import { runRequests } from './run-requests.ts';

/** The number of goldens that run at once. Most of them wait most of the time. */
const AT_ONCE = 8;

const USAGE = `Usage: npm run conformance -- [NAME...]

Runs the definitions of bench/conformance/golden in the local runtime and
compares their outcomes and histories, and the answers to requests, with those
recorded on AWS. Prints each difference, and "N passed, N failed" at the end.

  NAME    name of a golden: its file without .json; default: all

Exit code: 0 without differences, 1 with differences, 2 if the goldens cannot be
read.`;

export interface ConformanceIo {
  /** The folder of the goldens. */
  readonly folder: string;
  readonly print: (line: string) => void;
}

/** Runs `npm run conformance` with the arguments after `--`. */
export async function conformance(
  args: readonly string[],
  { folder, print }: ConformanceIo,
): Promise<0 | 1 | 2> {
  try {
    const options = { help: { type: 'boolean', short: 'h' } } as const;
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    if (values.help === true) {
      print(USAGE);
      return 0;
    }
    const goldens = [...(await readGoldens(folder, positionals))];
    const failed = await countFailed(goldens, print);
    print(`${goldens.length - failed} passed, ${failed} failed`);
    return failed === 0 ? 0 : 1;
  } catch (error) {
    print(`${messageOf(error)}\n\n${USAGE}`);
    return 2;
  }
}

/** Runs goldens, prints the differences, and counts the goldens with a difference. */
async function countFailed(
  goldens: readonly [string, Golden | RequestGolden][],
  print: ConformanceIo['print'],
): Promise<number> {
  const queue = goldens.values();
  let failed = 0;
  const work = async (): Promise<void> => {
    for (const [name, golden] of queue) {
      const lines = await differencesOf(golden);
      if (lines.length > 0) failed += 1;
      for (const line of lines) print(`FAILED ${name}: ${line}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return failed;
}

/** Runs a golden and returns its differences. Never throws, so that one broken golden does not stop the others. */
async function differencesOf(golden: Golden | RequestGolden): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'conformance-'));
  try {
    const runtime = await startFreshRuntime(folder, 'requests' in golden ? {} : golden);
    try {
      if ('requests' in golden) return await runRequests(runtime, golden);
      return compare(golden, await runGolden(runtime, golden, new RealClock()));
    } finally {
      await runtime.close();
    }
  } catch (error) {
    return [`cannot be run: ${messageOf(error)}`];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
