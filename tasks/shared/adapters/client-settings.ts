import { NodeHttpHandler } from '@smithy/node-http-handler';
import { omitUndefined } from '../../../events/omit-undefined.ts';

/** The configuration of the connection to AWS. */
export interface AwsConfig {
  readonly region: string;
  readonly accessKeyId: string | undefined;
  readonly secretAccessKey: string | undefined;
  readonly sessionToken: string | undefined;
}

/** The timeouts and attempts of a client. */
export interface ClientLimits {
  /** Milliseconds. */
  readonly connectionTimeout: number;
  /** Milliseconds. */
  readonly requestTimeout: number;
  readonly maxAttempts: number;
}

/**
 * Returns the settings of an AWS SDK client. It uses HTTP/1.1 with keep-alive, which local servers support.
 *
 * @param endpoint - undefined: the endpoint of AWS, with the credentials of the SDK's chain
 */
export function clientSettings(
  { region, accessKeyId, secretAccessKey, sessionToken }: AwsConfig,
  endpoint: string | undefined,
  { maxAttempts, ...timeouts }: ClientLimits,
) {
  return {
    region,
    maxAttempts,
    // Otherwise the SDK only prints a warning and keeps waiting.
    requestHandler: new NodeHttpHandler({ ...timeouts, throwOnRequestTimeout: true }),
    ...omitUndefined({ endpoint }),
    // A local host passes credentials in the task's environment only. Elsewhere the SDK's chain finds them.
    ...(endpoint === undefined || accessKeyId === undefined || secretAccessKey === undefined
      ? {}
      : { credentials: { accessKeyId, secretAccessKey, ...omitUndefined({ sessionToken }) } }),
  };
}
