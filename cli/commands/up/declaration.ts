import { Option } from 'commander';
import { DEFAULT_PORT } from '../../../operate/endpoints/local-ports.ts';
import { parseDuration } from '../../../operate/parse/duration.ts';
import { asArgument } from '../../parse/as-argument.ts';
import { integer } from '../../parse/list.ts';
import { addDeploymentOptions } from '../../usage/input-options.ts';
import type { Declaring } from '../../usage/declare.ts';
import { addExamples } from '../../usage/examples.ts';
import { addOutputOptions } from '../../usage/options.ts';
import { addLocalRuntimeOptions } from '../../usage/runtime-options.ts';

const HIGHEST_FIRST_PORT = 65_531;
const MAX_LAMBDA_CONCURRENCY = 10_000;

/** Declares `up`, which `npm run dev` calls. */
export function declareUp({ program, does }: Declaring): void {
  const command = program
    .command('up')
    .description(
      'keep the runtime of this machine up: Step Functions, a Kinesis stream, the Watchmode stand-in, the console',
    )
    .option(
      '--port <n>',
      'port of Step Functions; Kinesis, the stand-in, the console and DynamoDB take the next four; 0 takes free ports',
      integer(0, HIGHEST_FIRST_PORT),
      DEFAULT_PORT,
    )
    .addOption(
      new Option('--bare', 'only the Step Functions API, without a state machine').conflicts([
        'titles',
        'catalogue',
        'faults',
        'freePlan',
        'live',
        'endpointKinesis',
        ...['feed', 'services', 'genres', 'regions', 'maxCredits'],
      ]),
    )
    .option(
      '--lambda-concurrency <n>',
      'maximum number of concurrent functions; others are throttled (default: 1000, as on AWS)',
      integer(1, MAX_LAMBDA_CONCURRENCY),
    )
    .option('--no-consume', 'without the consumer of the stream and its catalogue')
    .option('--schedule [cron]', 'start runs on this schedule (default: that of the stage)')
    .option(
      '--heal [wait]',
      'redrive failed runs, as on AWS: after 15s (with --live 15m), or after this time; the wait doubles with each redrive; --schedule turns this on',
      asArgument(parseDuration),
    );
  addLocalRuntimeOptions(addDeploymentOptions(command));
  addOutputOptions(command);
  addExamples(command, [
    ['tvguide up', 'on ports 8083 to 8087'],
    ['tvguide up --schedule "cron(0/5 * * * ? *)"', 'with a run every five minutes'],
    ['tvguide up --feed catalogue --services Netflix --schedule', 'with sweeps of a service'],
    ['tvguide up --heal 5s --faults outage:0+120', 'failed runs are redriven until Watchmode is back'],
    ['tvguide up --port 0 --json', 'on free ports, printed on stdout'],
  ]);
  does(command, async () => (await import('./action.ts')).up);
}
