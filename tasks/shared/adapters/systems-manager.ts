import { SSMClient } from '@aws-sdk/client-ssm';
import { clientSettings, type AwsConfig } from './client-settings.ts';

/** The timeouts of a request to Systems Manager, in milliseconds, and the SDK's maximum number of attempts. */
const SYSTEMS_MANAGER = { connectionTimeout: 3_000, requestTimeout: 5_000, maxAttempts: 4 } as const;

/** Creates a client for the Parameter Store. */
export function createSystemsManagerClient(
  config: AwsConfig & { readonly ssmEndpoint: string | undefined },
): SSMClient {
  return new SSMClient(clientSettings(config, config.ssmEndpoint, SYSTEMS_MANAGER));
}
