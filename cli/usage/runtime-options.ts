import type { Command } from 'commander';
import { integer } from '../parse/list.ts';
import { MAX_TITLES } from '../../events/max-titles.ts';

/** Adds the options that select the Watchmode and the Kinesis of the local runtime. */
export function addLocalRuntimeOptions(command: Command): Command {
  return command
    .option('--titles <n>', 'number of new titles (default: the whole catalogue)', integer(1, MAX_TITLES))
    .option(
      '--catalogue <file>',
      "take the titles from this CSV, in the format of Watchmode's title_id_map.csv",
    )
    .option(
      '--faults <spec>',
      'make the Watchmode stand-in fail, for example 429:0.2,500:0.1,broken:0.01,outage:2+20 (seconds)',
    )
    .option(
      '--free-plan',
      'answer as on the free plan of Watchmode: no change feeds, three countries, 2,500 credits',
    )
    .option('--seed <n>', 'make faults and generated details repeatable', integer(0, 2 ** 31 - 1), 1)
    .option('--live', 'call Watchmode itself; needs WATCHMODE_API_KEY in the environment or in .env')
    .option('--endpoint-kinesis <url>', 'publish to this Kinesis endpoint instead of starting one');
}
