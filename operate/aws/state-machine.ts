import { paginateListStateMachines, type SFNClient, type StateMachineListItem } from '@aws-sdk/client-sfn';
import { PLAIN_NAMES } from '../../workflow/names.ts';
import { OperationError, UsageError } from '../errors.ts';
import type { Io } from '../io.ts';
import { hasName, isError } from '../native-error.ts';
import { isStatesArn, looksLikeArn, type StateMachineArn, statesArn } from '../../workflow/arns.ts';
import type { StepFunctions } from './step-functions.ts';

/** The option that selects the state machine, by ARN or name. */
export interface StateMachineOptions {
  readonly stateMachine?: string;
}

/** The maximum number of other names that an error message lists. */
const SUGGESTED = 5;

/**
 * Resolves the state machine of a command: `--state-machine`, else (on AWS) TVGUIDE_STATE_MACHINE_ARN, else
 * `title-ingestion`. A name is looked up.
 *
 * @throws OperationError if no state machine has the name; the message lists others
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
  for await (const { name = '', stateMachineArn } of stateMachinesOf(client)) {
    if (name === wanted && stateMachineArn !== undefined) return statesArn(stateMachineArn, 'stateMachine');
    names.push(name);
  }
  throw new OperationError(notFound(wanted, names, stateMachine !== undefined, target.isLocal));
}

/**
 * Adds the existing state machines to the error of a call with an ARN that none of them has. Returns other errors
 * unchanged.
 *
 * @param wanted `--state-machine`; without it, the error is not about the ARN of a user
 * @example throw await explainMissingStateMachine(error, sfn, options.stateMachine)
 */
export async function explainMissingStateMachine(
  error: unknown,
  { client, target }: StepFunctions,
  wanted: string | undefined,
): Promise<unknown> {
  if (wanted === undefined || !hasName(error, 'StateMachineDoesNotExist')) return error;
  const names: string[] = [];
  try {
    for await (const { name = '' } of stateMachinesOf(client)) names.push(name);
  } catch (listing) {
    // The names are only a help. The user may lack the permission to list them.
    if (isError(listing)) return error;
    throw listing;
  }
  return new OperationError(notFound(wanted, names, true, target.isLocal), { cause: error });
}

async function* stateMachinesOf(client: SFNClient): AsyncGenerator<StateMachineListItem> {
  for await (const { stateMachines = [] } of paginateListStateMachines({ client, pageSize: 1000 }, {})) {
    yield* stateMachines;
  }
}

/** @param isNamed true if the user has named the state machine */
function notFound(wanted: string, names: readonly string[], isNamed: boolean, isLocal: boolean): string {
  const alike = names.filter((name) => name.startsWith(wanted));
  const offered = alike.length > 0 ? alike : names;
  const more = offered.length > SUGGESTED ? ` and ${offered.length - SUGGESTED} more` : '';
  const existing = offered.slice(0, SUGGESTED).join(', ') + more;
  const remedy = isLocal
    ? 'start the runtime without --bare'
    : 'deploy it (README.md), check --profile and --region';
  if (offered.length === 0) return `there is no state machine ${wanted}, nor any other: ${remedy}`;
  const others = `with --state-machine: ${existing}`;
  return alike.length > 0 || isNamed
    ? `there is no state machine ${wanted}: name one of these ${others}`
    : `there is no state machine ${wanted}: ${remedy}, or name another ${others}`;
}
