import { type Command, Option } from 'commander';
import type { StateMachineOptions } from '../../operate/aws/state-machine.ts';
import type { TargetOptions } from '../../operate/aws/target.ts';
import type { OutputOptions } from '../render/printer.ts';

/** The options of every command that calls Step Functions. */
export type ServiceOptions = OutputOptions & TargetOptions & StateMachineOptions;

const outputOptions = () => [
  new Option('--json', 'print JSON on stdout and nothing else'),
  new Option('-q, --quiet', 'print results and errors only'),
  new Option('--color', 'use colour even where the output is not a terminal'),
  new Option('--no-color', 'use no colour (also: NO_COLOR)'),
];

const targetOptions = () => [
  new Option('--local', 'talk to the runtime of this machine (`tvguide up`) instead of AWS'),
  new Option('--profile <name>', 'take credentials and region from this profile of the AWS configuration'),
  new Option('--region <name>', 'the AWS Region'),
  new Option('--endpoint-url <url>', 'talk to this address instead of the default one'),
];

const stateMachineOption = () =>
  new Option(
    '--state-machine <name>',
    'the state machine, by name or ARN (default: TVGUIDE_STATE_MACHINE_ARN, else "title-ingestion")',
  );

const OUTPUT_HEADING = 'Output options:';
const TARGET_HEADING = 'Service options:';

function addAll(command: Command, heading: string, options: readonly Option[]): Command {
  for (const option of options) command.addOption(option.helpGroup(heading));
  return command;
}

/** Adds --json, --quiet, --color and --no-color. */
export function addOutputOptions(command: Command): Command {
  return addAll(command, OUTPUT_HEADING, outputOptions());
}

/** Adds --local, --profile, --region and --endpoint-url. */
export function addTargetOptions(command: Command): Command {
  return addAll(command, TARGET_HEADING, targetOptions());
}

/** Adds --profile and --region, for commands that only work on AWS. */
export function addAwsOptions(command: Command): Command {
  const onAws = targetOptions().filter(({ long }) => long === '--profile' || long === '--region');
  return addAll(command, TARGET_HEADING, onAws);
}

/** Adds --stage. */
export function addStageOption(command: Command): Command {
  return command.option(
    '--stage <name>',
    'the deployment, as in infra/stages.ts (default: the stage in cdk.json, else prod)',
  );
}

/** Adds the {@link ServiceOptions}. */
export function addServiceOptions(command: Command): Command {
  addAll(command, TARGET_HEADING, [...targetOptions(), stateMachineOption()]);
  return addOutputOptions(command);
}
