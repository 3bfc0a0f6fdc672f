import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { clientSettings } from '../../../operate/aws/client-settings.ts';
import { explained } from '../../../operate/aws/explain-error.ts';
import { findStack } from '../../../operate/aws/stacks.ts';
import { resolveTarget, type TargetOptions } from '../../../operate/aws/target.ts';
import { findNames, type StageOptions } from '../../deployment-names.ts';
import { OperationError } from '../../../operate/errors.ts';
import { ExitCode } from '../../exit-codes.ts';
import { createPrinter, type OutputOptions } from '../../render/printer.ts';
import type { Invocation } from '../../usage/declare.ts';

export type SecretOptions = OutputOptions & TargetOptions & StageOptions;

/** Stores the Watchmode API key in the secret of the deployment. Neither output nor errors contain it. */
export async function secret({ options, io }: Invocation<SecretOptions>): Promise<ExitCode> {
  const { names } = await findNames(options, io);
  const target = await resolveTarget('stepFunctions', options, io);
  const key = keyIn(await io.readHidden('Watchmode API key (not shown): '));
  const settings = clientSettings(target, io);
  const facts = { target, service: 'AWS', interrupted: io.interrupted, isLocalToo: false };
  const secretArn = await explained(facts, async () => {
    const stack = await findStack(new CloudFormationClient(settings), names.ingestionStack);
    const arn = stack?.outputs['WatchmodeApiKeySecretArn'];
    if (arn === undefined) {
      throw new OperationError(`the stack ${names.ingestionStack} is not deployed: npm run aws:deploy`);
    }
    const client = new SecretsManagerClient(settings);
    await client.send(new PutSecretValueCommand({ SecretId: arn, SecretString: key }));
    return arn;
  });
  const printer = createPrinter(io, options);
  printer.json({ secretArn, characters: key.length });
  printer.result(`The key, ${key.length} characters, is in ${secretArn}`);
  return ExitCode.Success;
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
