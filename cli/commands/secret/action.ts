import { counted } from '../../../operate/format/plural.ts';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { clientSettings } from '../../../operate/aws/client-settings.ts';
import { explained } from '../../../operate/aws/explain-error.ts';
import { findStack } from '../../../operate/aws/stacks.ts';
import { resolveAwsTarget, type TargetOptions } from '../../../operate/aws/target.ts';
import { findNames, type StageOptions } from '../../deployment-names.ts';
import { OperationError } from '../../../operate/errors.ts';
import { ExitCode } from '../../exit-codes.ts';
import { createPrinter, type OutputOptions } from '../../render/printer.ts';
import type { Invocation } from '../../usage/declare.ts';

export type SecretOptions = OutputOptions & TargetOptions & StageOptions;

/**
 * Stores the Watchmode API key in the secret of the deployment. Neither output nor errors contain it. The secret is
 * looked up first, so nobody types a key in vain.
 */
export async function secret({ options, io }: Invocation<SecretOptions>): Promise<ExitCode> {
  const { names } = await findNames(options, io);
  const target = await resolveAwsTarget('cloudFormation', options, io);
  const cloudFormation = new CloudFormationClient(clientSettings(target, io));
  const secrets = await resolveAwsTarget('secretsManager', options, io);
  const facts = { service: 'AWS', interrupted: io.interrupted, isLocalToo: false };
  const secretArn = await explained({ ...facts, target }, () =>
    findSecret(cloudFormation, names.ingestionStack),
  );
  const key = keyIn(await io.readHidden('Watchmode API key (not shown): '));
  await explained({ ...facts, target: secrets }, () =>
    new SecretsManagerClient(clientSettings(secrets, io)).send(
      new PutSecretValueCommand({ SecretId: secretArn, SecretString: key }),
    ),
  );
  const printer = createPrinter(io, options);
  printer.json({ secretArn, characters: key.length });
  printer.result(`The key, ${counted(key.length, 'character', 'characters')}, is in ${secretArn}`);
  return ExitCode.Success;
}

/** @throws OperationError if the stack with the secret is not deployed */
async function findSecret(cloudFormation: CloudFormationClient, stackName: string): Promise<string> {
  const stack = await findStack(cloudFormation, stackName);
  const arn = stack?.outputs['WatchmodeApiKeySecretArn'];
  if (arn === undefined) {
    throw new OperationError(`the stack ${stackName} is not deployed: npm run aws:deploy`);
  }
  return arn;
}

/** @param typed the text from standard input: the key, perhaps with an end of line */
function keyIn(typed: string): string {
  const key = typed.trim();
  if (key === '') throw new OperationError('no key on standard input: pipe it in, or type it when asked');
  // The characters that an HTTP header allows. The message must not contain the key.
  if (!/^[\x21-\x7e]+$/.test(key)) {
    throw new OperationError(
      'the text on standard input is not an API key: a key is one word of ASCII characters',
    );
  }
  return key;
}
