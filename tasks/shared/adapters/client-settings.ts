import { NodeHttpHandler } from '@smithy/node-http-handler';
import { omitUndefined } from '../../../events/omit-undefined.ts';

/** The part of a task's configuration that is about AWS. */
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
 * The settings of a client of the AWS SDK. It speaks HTTP/1.1 over connections that it keeps: local servers speak nothing
 * else.
 *
 * @param endpoint - undefined: AWS's own, with the credentials of the SDK's chain
 */
export function clientSettings(
  { region, accessKeyId, secretAccessKey, sessionToken }: AwsConfig,
  endpoint: string | undefined,
  { maxAttempts, ...timeouts }: ClientLimits,
) {
  return {
    region,
    maxAttempts,
    // Otherwise the SDK only warns, on standard output, and waits on.
    requestHandler: new NodeHttpHandler({ ...timeouts, throwOnRequestTimeout: true }),
    ...omitUndefined({ endpoint }),
    // Elsewhere the SDK's own chain finds them; a host that makes up an environment has them there alone.
    ...(endpoint === undefined || accessKeyId === undefined || secretAccessKey === undefined
      ? {}
      : { credentials: { accessKeyId, secretAccessKey, ...omitUndefined({ sessionToken }) } }),
  };
}
