import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { type DeployedStack, findStack } from '../../../operate/aws/stacks.ts';
import { failed, type Finding, ok, skipped, warning } from '../../findings/check.ts';

/** The first version of the bootstrap stack with which the CDK does not need the older, wider roles. */
const MIN_BOOTSTRAP = 6;
const BOOTSTRAP_STACK = 'CDKToolkit';

/** Checks if the account and Region are bootstrapped for the CDK. */
export async function checkBootstrap(
  cloudFormation: CloudFormationClient,
  sameProfile: string,
): Promise<Finding> {
  const remedy = `npm run aws:bootstrap${sameProfile}`;
  const stack = await findStack(cloudFormation, BOOTSTRAP_STACK);
  if (stack === undefined) return failed('this account and Region are not bootstrapped for the CDK', remedy);
  const version = Number(stack.outputs['BootstrapVersion']);
  return version >= MIN_BOOTSTRAP
    ? ok(`version ${version}`)
    : failed(
        `version ${stack.outputs['BootstrapVersion'] ?? 'unknown'}, at least ${MIN_BOOTSTRAP} is needed`,
        remedy,
      );
}

/** A stack to check. */
export interface ExpectedStack {
  readonly stackName: string;
  /** The command that deploys it. */
  readonly deploy: string;
  /** True if a deployment works without it. @default false */
  readonly isOptional?: boolean;
}

/** Checks the status of a stack, and passes the stack to `take`. */
export async function checkStack(
  cloudFormation: CloudFormationClient,
  { stackName, deploy, isOptional = false }: ExpectedStack,
  take: (stack: DeployedStack) => void = () => undefined,
): Promise<Finding> {
  const stack = await findStack(cloudFormation, stackName);
  if (stack === undefined) {
    const detail = `${stackName} is not deployed`;
    return isOptional ? skipped(`${detail}; ${deploy} deploys it`) : failed(detail, deploy);
  }
  take(stack);
  const detail = `${stackName} is ${stack.status}, ${describeOutputs(stack.outputs)}`;
  if (stack.status.endsWith('_IN_PROGRESS')) return warning(detail, 'wait for the deployment to end');
  return /^(CREATE|UPDATE|IMPORT)_COMPLETE$/.test(stack.status)
    ? ok(detail)
    : failed(detail, `look at the stack's events in the CloudFormation console, then ${deploy}`);
}

function describeOutputs(outputs: Readonly<Record<string, string>>): string {
  const entries = Object.entries(outputs);
  return entries.length === 0 ? 'no outputs' : entries.map(([key, value]) => `${key} ${value}`).join(', ');
}
