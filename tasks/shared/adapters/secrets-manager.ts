import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { omitUndefined } from '../../../events/omit-undefined.ts';

/**
 * Reads a secret's text from AWS Secrets Manager, with credentials from the SDK's default chain. If `region` is undefined,
 * the SDK finds it.
 *
 * @returns undefined if the secret contains bytes instead of text
 */
export async function readSecretText(
  secretId: string,
  region: string | undefined,
): Promise<string | undefined> {
  const client = new SecretsManagerClient({
    requestHandler: { connectionTimeout: 3_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
    ...omitUndefined({ region }),
  });
  try {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
    return SecretString;
  } finally {
    client.destroy();
  }
}
