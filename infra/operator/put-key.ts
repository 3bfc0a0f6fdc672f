import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { PutSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Names } from '../names.ts';
import { OperatorError } from './errors.ts';
import { findStack } from './stacks.ts';

export interface PutKeyClients {
  readonly cloudFormation: CloudFormationClient;
  readonly secretsManager: SecretsManagerClient;
}

/**
 * Puts the Watchmode API key into the secret of the deployment.
 *
 * @param typed what came in on standard input: the key, perhaps with an end of line
 * @returns what to tell the operator, without the key
 * @throws OperatorError when the input is no key, or nothing is deployed
 */
export async function putKey(clients: PutKeyClients, names: Names, typed: string): Promise<string> {
  const key = typed.trim();
  if (key === '') {
    throw new OperatorError('No key on standard input: pipe it in, or type it when asked');
  }
  // What an HTTP header carries unchanged. The message must not repeat the key.
  if (!/^[\x21-\x7e]+$/.test(key)) {
    throw new OperatorError(
      'What came in on standard input is no API key: a key is one word of ASCII characters',
    );
  }
  const stack = await findStack(clients.cloudFormation, names.ingestionStack);
  const secretArn = stack?.outputs['WatchmodeApiKeySecretArn'];
  if (secretArn === undefined) {
    throw new OperatorError(`The stack ${names.ingestionStack} is not deployed: npm run aws:deploy`);
  }
  await clients.secretsManager.send(new PutSecretValueCommand({ SecretId: secretArn, SecretString: key }));
  return `The key, ${key.length} characters, is in ${secretArn}\n`;
}
