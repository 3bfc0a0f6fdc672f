import { Interrupted, OperationError, UsageError } from '../errors.ts';
import { withoutPassword } from './address.ts';
import { codeOf, kindOfFailure } from './failed-call.ts';
import type { Target } from './target.ts';
import { isError } from '../native-error.ts';

/** The facts of a call that a remedy may depend on. */
export interface CallFacts {
  readonly target: Target;
  /** The display name of the service: `Step Functions`. */
  readonly service: string;
  readonly interrupted: AbortSignal;
  /** False if the local runtime is no alternative. Default: true. */
  readonly isLocalToo?: boolean;
}

/**
 * Turns an error of an SDK client into one line with a remedy. Returns other errors unchanged.
 * @example throw explainError(error, { target: sfn.target, service: 'Step Functions', interrupted: io.interrupted })
 */
export function explainError(error: unknown, facts: CallFacts): unknown {
  // An aborted call may reject with the signal's own reason, which need not be an error.
  if (facts.interrupted.aborted && error === facts.interrupted.reason) return new Interrupted();
  if (!isError(error) || error instanceof OperationError || error instanceof UsageError) return error;
  if (facts.interrupted.aborted && error.name === 'AbortError') return new Interrupted();
  const told = explanationOf(error, facts);
  if (told === undefined) return error;
  return new OperationError(told, { cause: error });
}

/**
 * Runs calls and explains their errors with {@link explainError}.
 * @example await explained({ target, service: 'Kinesis', interrupted: io.interrupted }, () => client.send(command))
 */
export async function explained<T>(facts: CallFacts, calls: () => Promise<T>): Promise<T> {
  try {
    return await calls();
  } catch (error) {
    throw explainError(error, facts);
  }
}

function explanationOf(error: Error, facts: CallFacts): string | undefined {
  const { target, service, isLocalToo = true } = facts;
  const instead = (text: string) => (isLocalToo ? text : '');
  const code = codeOf(error);
  const kind = kindOfFailure(error);
  if (kind === 'refused connection') {
    const address = addressOf(error, facts);
    return target.isLocal
      ? `nothing listens at ${address}: start the local runtime with \`tvguide up\`, or name its address with --endpoint-url`
      : `${address} refuses connections: start what should listen there, or correct the address`;
  }
  if (kind === 'unreachable') {
    return `cannot reach ${addressOf(error, facts)} (${code === '' ? error.message : code}): ${
      target.isLocal
        ? 'see in its terminal whether the local runtime is busy or has ended'
        : `check the network and the ${target.endpointUrl === undefined ? 'Region' : 'address'}`
    }`;
  }
  if (kind === 'no Region') {
    return `no AWS Region: give --region, set AWS_REGION, or give the profile one${instead('; or use --local')}`;
  }
  if (kind === 'credentials') {
    return `no valid AWS credentials (${firstLine(error.message)}): ${signInWith(target)}${instead(', or use --local')}`;
  }
  if (kind === undefined) return undefined;
  if (kind === 'another service' && target.endpointUrl !== undefined) {
    return `the server at ${addressOf(error, facts)} is not ${service}: ${
      target.isLocal
        ? 'another program may have the port; `tvguide up --port 0` starts the runtime on free ones'
        : 'check the address'
    }`;
  }
  return `${service} says ${error.name}: ${firstLine(error.message)}${remedyOf(error.name, target)}`;
}

/** Names the address of a failed call: its URL with the setting that has it, else the host that was called. */
function addressOf(error: Error, { target, service }: CallFacts): string {
  const { endpointUrl, endpointSource, region = 'the configured Region' } = target;
  const { hostname = `${service} in ${region}` } = error as { hostname?: string };
  if (endpointUrl === undefined) return hostname;
  return withoutPassword(endpointUrl) + (endpointSource === undefined ? '' : ` (${endpointSource})`);
}

/**
 * Says how to get credentials again.
 * @example `no credentials: ${signInWith(target)}`
 */
export function signInWith({ profile, credentialProcess }: Target): string {
  if (credentialProcess === undefined) {
    return `sign in with \`aws sso login${profile === undefined ? '' : ` --profile ${profile}`}\``;
  }
  const { profile: name, file } = credentialProcess;
  return `they come from credential_process of the profile ${name} in ${file}; run that command by hand to see its error`;
}

function remedyOf(name: string, { isLocal }: Target): string {
  switch (name) {
    case 'AccessDeniedException':
      return '; ask for the permission, or use another --profile';
    case 'ExecutionDoesNotExist':
      return `; \`tvguide list${isLocal ? ' --local' : ''}\` shows what there is`;
    case 'InvalidName':
      return '; a name has 1 to 80 letters, digits, hyphens and underscores';
    case 'StateMachineDoesNotExist':
      return '; deploy it, or name another with --state-machine';
    case 'ResourceNotFoundException':
      return '; check the name, --region and --profile';
    default:
      return '';
  }
}

/**
 * Returns true if nothing listens at the address of a request.
 * @example if (!isRefused(error)) throw error
 */
export function isRefused(error: unknown): boolean {
  return isError(error) && kindOfFailure(error) === 'refused connection';
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? '';
}
