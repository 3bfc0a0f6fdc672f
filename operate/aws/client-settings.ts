import { NodeHttpHandler } from '@smithy/node-http-handler';
import { omitUndefined } from '../../events/omit-undefined.ts';
import type { Io } from '../io.ts';
import type { Target } from './target.ts';

/** The local runtime checks no signature, and the user's own credentials must not be sent to it. */
export const LOCAL_CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };

const CONNECTION_TIMEOUT_MS = 5_000;
const REQUEST_TIMEOUT_MS = 60_000;

/** Enough attempts for the adaptive rate of the client to fall below the limit of the service. */
const MAX_ATTEMPTS = 8;
const MAX_ATTEMPTS_LOCAL = 2;

/**
 * Returns the settings of every SDK client of this program: adaptive retries, which slow the client down when AWS
 * throttles, and requests that end when the user stops the command.
 *
 * @param requestHandler default: HTTP
 * @example new KinesisClient(clientSettings(target, io))
 */
export function clientSettings(
  target: Target,
  io: Pick<Io, 'interrupted'>,
  requestHandler = new InterruptibleHandler(io.interrupted),
) {
  return {
    requestHandler,
    retryMode: 'adaptive',
    maxAttempts: target.isLocal ? MAX_ATTEMPTS_LOCAL : MAX_ATTEMPTS,
    // The target has the address of the AWS configuration. The SDK would look at another profile.
    ignoreConfiguredEndpointUrls: true,
    // TestState and others prefix the host name, which only works for addresses of AWS.
    ...(target.endpointUrl === undefined ? {} : { endpoint: target.endpointUrl, disableHostPrefix: true }),
    ...omitUndefined({ region: target.region, profile: target.profile }),
    ...(target.isLocal ? { credentials: LOCAL_CREDENTIALS } : {}),
  };
}

/** The HTTP handler of every client. */
export class InterruptibleHandler extends NodeHttpHandler {
  constructor(readonly interrupted: AbortSignal) {
    super({ connectionTimeout: CONNECTION_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS });
  }

  override handle(...[request, options]: Parameters<NodeHttpHandler['handle']>) {
    return super.handle(request, { abortSignal: this.interrupted, ...options });
  }
}
