import { dirname } from 'node:path';
import Table from 'cli-table3';
import { measureBundles } from './bundles.ts';
import { measureCostByTitle, measureMemory } from './distributed-map.ts';
import { measureInlineMap } from './inline-map.ts';
import { measureManyStarts } from './many-starts.ts';
import { measureRateLimit } from './rate-limit.ts';
import { measureOnSameServers } from './same-servers.ts';

const WARM_UP_RUNS = 3;

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
