import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import type { Names } from '../names.ts';
import { findStack } from './stacks.ts';

export interface WhoamiClients {
  readonly sts: STSClient;
  readonly cloudFormation: CloudFormationClient;
}

/** The stack that `cdk bootstrap` makes. */
const BOOTSTRAP_STACK = 'CDKToolkit';

/** Who is signed in and where, whether the account is bootstrapped, and what of ours is deployed there. */
export async function whoami({ sts, cloudFormation }: WhoamiClients, names: Names): Promise<string> {
  const { Account = '?', Arn = '?' } = await sts.send(new GetCallerIdentityCommand({}));
  const region = await sts.config.region();
  const bootstrap = await findStack(cloudFormation, BOOTSTRAP_STACK);
  const deployed: string[] = [];
  for (const stackName of [names.sharedStack, names.ingestionStack]) {
    const stack = await findStack(cloudFormation, stackName);
    deployed.push(`${stackName.padEnd(WIDTH)}${stack?.status ?? 'not deployed'}`);
    deployed.push(...Object.entries(stack?.outputs ?? {}).map(([key, value]) => `  ${key}: ${value}`));
  }
  return [
    `${'Identity'.padEnd(WIDTH)}${Arn}`,
    `${'Account'.padEnd(WIDTH)}${Account}`,
    `${'Region'.padEnd(WIDTH)}${region}`,
    `${'Bootstrapped'.padEnd(WIDTH)}${
      bootstrap === undefined
        ? 'no: npm run aws:bootstrap -- --profile PROFILE'
        : `yes, version ${bootstrap.outputs['BootstrapVersion'] ?? 'unknown'} (${bootstrap.status})`
    }`,
    ...deployed,
    '',
  ].join('\n');
}

const WIDTH = 26;
