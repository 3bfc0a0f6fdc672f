import { withoutPassword } from '../../operate/aws/address.ts';
import { signInWith } from '../../operate/aws/explain-error.ts';
import { codeOf, kindOfFailure } from '../../operate/aws/failed-call.ts';
import type { Target } from '../../operate/aws/target.ts';
import { isError } from '../../operate/native-error.ts';

/** The services that a console calls, by their display names. */
export type Service = 'Step Functions' | 'Kinesis' | 'DynamoDB';

/** Describes an error for a page: what is wrong, and what the reader can do. */
export function explainForPage(error: unknown, service: Service, target: Target): string {
  if (!isError(error)) return String(error);
  const url = withoutPassword(target.endpointUrl ?? '');
  const where = target.isLocal ? 'on this machine' : `in ${target.region ?? 'the configured Region'}`;
  const address = url === '' ? `${service} ${where}` : `the server at ${url}`;
  const { name } = error;
  const said = error.message.split('\n')[0] ?? '';
  switch (kindOfFailure(error)) {
    case 'refused connection':
      return target.isLocal
        ? `nothing answers ${url === '' ? `for ${service}` : `at ${url}`}: the local runtime has ended or starts again; \`npm run dev\` starts it`
        : `${address} refuses connections: this page tries again`;
    case 'unreachable':
      return `${address} does not answer (${codeOf(error) || name}): ${
        target.isLocal
          ? 'the local runtime is busy or has ended'
          : 'check the network of this machine; this page tries again'
      }`;
    case 'no Region':
      return 'the console has no AWS Region: start it again with one';
    case 'credentials':
      return `${credentialsFault(name, said)}: ${signInWith(target)}. This page then goes on; credentials in environment variables need a new start of the console`;
    case 'throttled':
      return `AWS limits the requests to ${service} at the moment (${name}): this page tries again, and shows what is known so far`;
    case 'no permission':
      return `${permissionFault(said)}: ask for the permission, or start the console with another profile`;
    case 'another service':
    case 'refused call':
      if (target.endpointUrl !== undefined && kindOfFailure(error) === 'another service')
        return `${address} is not ${service}: start the console with another address`;
      return name === 'ExecutionDoesNotExist'
        ? `Step Functions has no run ${runIn(said)}: it never existed, or its history was deleted`
        : `${service} says ${name}: ${said}`;
    default:
      return error.message;
  }
}

/** Returns the id of the run in an answer such as `Execution Does Not Exist: 'ARN'`. */
function runIn(said: string): string {
  return /:execution:([^']+)/.exec(said)?.[1] ?? 'of this name';
}

function credentialsFault(name: string, said: string): string {
  return name.startsWith('ExpiredToken')
    ? 'the AWS credentials of this console have expired'
    : `AWS does not accept the credentials of this console (${said})`;
}

/** Names the missing permission. AWS says: `User: ARN is not authorized to perform: ACTION on resource: ARN because …`. */
function permissionFault(said: string): string {
  const [, user, action] = /^User: (\S+) is not authorized to perform: ([\w-]+:\w+)/.exec(said) ?? [];
  return action === undefined
    ? `AWS refuses access (${said})`
    : `the user or role ${user} may not call ${action}`;
}
