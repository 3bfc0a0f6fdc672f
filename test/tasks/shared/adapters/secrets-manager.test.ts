import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { mockClient, type AwsClientStub } from 'aws-sdk-client-mock';
import { readSecretText } from '../../../../tasks/shared/adapters/secrets-manager.ts';

let secretsManager: AwsClientStub<SecretsManagerClient>;

beforeEach(() => {
  secretsManager = mockClient(SecretsManagerClient);
});
afterEach(() => secretsManager.restore());

describe('a secret', () => {
  it('is read by its name', async () => {
    secretsManager.on(GetSecretValueCommand).resolves({ SecretString: 'sesame' });

    expect(await readSecretText('watchmode', 'eu-west-2')).toBe('sesame');
    expect(secretsManager.commandCalls(GetSecretValueCommand).map(({ args }) => args[0].input)).toEqual([
      { SecretId: 'watchmode' },
    ]);
  });

  it('of bytes has no text', async () => {
    secretsManager.on(GetSecretValueCommand).resolves({ SecretBinary: Uint8Array.of(1) });

    expect(await readSecretText('watchmode', 'eu-west-2')).toBeUndefined();
  });

  it('that cannot be read rejects with the error of the service', async () => {
    secretsManager
      .on(GetSecretValueCommand)
      .rejects(Object.assign(new Error('no'), { name: 'AccessDeniedException' }));

    await expect(readSecretText('watchmode', 'eu-west-2')).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
  });
});
