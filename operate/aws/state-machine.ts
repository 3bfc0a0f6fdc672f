import { paginateListStateMachines } from '@aws-sdk/client-sfn';
import { PLAIN_NAMES } from '../../workflow/names.ts';
import { OperationError, UsageError } from '../errors.ts';
import type { Io } from '../io.ts';
import { isStatesArn, looksLikeArn, type StateMachineArn, statesArn } from '../../workflow/arns.ts';
import type { StepFunctions } from './step-functions.ts';

/** The option that selects the state machine, by ARN or name. */
export interface StateMachineOptions {
  readonly stateMachine?: string;
}

/** The number of other names that an error message lists. */
const SUGGESTED = 5;

/**
 * Resolves the state machine of a command: `--state-machine`, else (on AWS) TVGUIDE_STATE_MACHINE_ARN, else
 * `title-ingestion`. A name is looked up.
 *
 * @throws OperationError if no state machine has the name; the message lists similar names
 * @example await resolveStateMachine(sfn, { stateMachine: 'title-ingestion-test' }, io.env)
 */
export async function resolveStateMachine(
  { client, target }: StepFunctions,
  { stateMachine }: StateMachineOptions,
  env: Io['env'],
): Promise<StateMachineArn> {
  const fromEnvironment = target.isLocal ? '' : (env['TVGUIDE_STATE_MACHINE_ARN']?.trim() ?? '');
  const wanted = stateMachine ?? (fromEnvironment === '' ? PLAIN_NAMES.stateMachine : fromEnvironment);
  if (isStatesArn(wanted, 'stateMachine')) return wanted;
  if (looksLikeArn(wanted)) throw new UsageError(`${wanted} is not the ARN of a state machine`);
  const names: string[] = [];
  for await (const page of paginateListStateMachines({ client, pageSize: 1000 }, {})) {
    for (const { name = '', stateMachineArn } of page.stateMachines ?? []) {
      if (name === wanted && stateMachineArn !== undefined) return statesArn(stateMachineArn, 'stateMachine');
      names.push(name);
    }
  }
  throw new OperationError(notFound(wanted, names, target.isLocal));
}

function notFound(wanted: string, names: readonly string[], isLocal: boolean): string {
  const alike = names.filter((name) => name.startsWith(wanted)).slice(0, SUGGESTED);
  const remedy =
    alike.length > 0
      ? `name one of these with --state-machine: ${alike.join(', ')}`
      : isLocal
        ? 'start the runtime without --bare, or name another with --state-machine'
        : 'deploy it (README.md), check --profile and --region, or name another with --state-machine';
  return `there is no state machine ${wanted}: ${remedy}`;
}
