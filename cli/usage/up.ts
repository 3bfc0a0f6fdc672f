import { Option } from 'commander';
import { DEFAULT_PORT } from '../local-ports.ts';
import { integer } from '../parse/list.ts';
import { addExamples, type Declaring } from './declare.ts';
import { MOST_TITLES } from './most-titles.ts';
import { addOutputOptions } from './options.ts';

const HIGHEST_FIRST_PORT = 65_533;

/** Declares `up`, which `npm run dev` calls. */
export function declareUp({ program, does }: Declaring): void {
  const command = program
    .command('up')
    .description(
      'keep the runtime of this machine up: Step Functions, a Kinesis stream, the Watchmode stand-in',
    )
    .option(
      '--port <n>',
      'port of Step Functions; Kinesis and the stand-in take the next two; 0: free ones',
      integer(0, HIGHEST_FIRST_PORT),
      DEFAULT_PORT,
    )
    .addOption(
      new Option('--bare', 'the Step Functions API alone, with nothing created').conflicts([
        'titles',
        'catalogue',
        'faults',
        'live',
        'endpointKinesis',
      ]),
    )
    .option('--schedule [cron]', 'start runs on this schedule (default: the one in cdk.json)')
    .option(
      '--titles <n>',
      'how many titles are new (default: all of the catalogue)',
      integer(1, MOST_TITLES),
    )
    .option(
      '--catalogue <file>',
      "take the titles from this CSV, in the format of Watchmode's title_id_map.csv",
    )
    .option('--faults <spec>', 'let the Watchmode stand-in fail, for example 429:0.2,500:0.1,reset:0.05')
    .option('--seed <n>', 'make faults and generated details repeatable', integer(0, 2 ** 31 - 1), 1)
    .option('--live', 'call Watchmode itself; needs WATCHMODE_API_KEY in the environment or in .env')
    .option('--endpoint-kinesis <url>', 'publish to this Kinesis endpoint instead of an own one');
  addOutputOptions(command);
  addExamples(command, [
    ['npm run dev', 'on ports 8083 to 8085'],
    ['npm run dev -- --schedule "cron(0/5 * * * ? *)"', 'with a run every five minutes'],
    ['tvguide up --port 0 --json', 'on free ports, which the one line on stdout names'],
  ]);
  does(command, async () => (await import('../commands/up.ts')).up);
}
