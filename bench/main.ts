import { dirname } from 'node:path';
import Table from 'cli-table3';
import { measureBundles } from './bundles.ts';
import { measureCostByTitle, measureMemory } from './distributed-map.ts';
import { measureInlineMap } from './inline-map.ts';
import { measureManyStarts } from './many-starts.ts';
import { measureRateLimit } from './rate-limit.ts';
import { measureRunWithConsumer } from './run-with-consumer.ts';
import { measureOnSameServers } from './same-servers.ts';

const WARM_UP_RUNS = 3;

const USAGE = `Usage: npm run bench

Measures the local runtime, the bundles and the pages of the console, and prints
each figure beside its target. Takes several minutes, on an idle machine.

Exit code: 0 if all targets are met, 1 if one is missed.`;

/** Returns what `npm run bench` prints instead of measuring, with its exit code: its usage. It takes no arguments. */
export function usageFor(
  args: readonly string[],
): { readonly text: string; readonly code: 0 | 2 } | undefined {
  const [first] = args;
  if (first === undefined) return undefined;
  if (first === '--help' || first === '-h') return { text: USAGE, code: 0 };
  return { text: `there is no argument ${first}\n\n${USAGE}`, code: 2 };
}

/**
 * Runs `npm run bench`: prints each measurement beside its target. Returns 1 if a target is missed, else 0.
 *
 * @param tvguide the path of `bin/tvguide.mjs`
 */
export async function bench(print: (line: string) => void, tvguide: string): Promise<0 | 1> {
  // Lets the JIT compiler warm up.
  for (let run = 0; run < WARM_UP_RUNS; run += 1) await measureInlineMap();
  const measurements = [
    await measureInlineMap(),
    await measureCostByTitle(),
    await measureMemory(),
    ...(await measureOnSameServers(tvguide)),
    await measureRunWithConsumer(tvguide),
    await measureManyStarts(tvguide),
    await measureRateLimit(),
    ...(await measureBundles(dirname(dirname(tvguide)), process.env)),
  ];
  const table = new Table({ head: ['', 'measured', 'target', 'met'], style: { head: [], border: [] } });
  for (const { what, value, target, isMet } of measurements)
    table.push([what, value, target, isMet ? 'yes' : 'NO']);
  print(table.toString());
  return measurements.every(({ isMet }) => isMet) ? 0 : 1;
}
