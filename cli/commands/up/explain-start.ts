import { OperationError } from '../../../operate/errors.ts';
import { isError } from '../../../operate/native-error.ts';
import { explainRunError } from '../../runtime/explain-runtime-error.ts';

/** The errors of the other servers for a port that cannot be used. */
const PORT_ERRORS: ReadonlySet<string> = new Set([
  'StreamStartError',
  'WatchmodeStartError',
  'DynamodbPortUnusable',
]);

/** The number of ports from `--port` on. */
const PORTS = 5;

/**
 * Turns an error at the start of the runtime into one line with a remedy. Returns an unexpected error unchanged.
 *
 * @param port the value of `--port`
 */
export function explainStart(error: unknown, port: number, interrupted: AbortSignal): unknown {
  if (!isError(error)) return explainRunError(error, interrupted);
  const other = 'with --port, or --port 0 for free ones';
  const { code, port: used } = error as NodeJS.ErrnoException & { port?: number };
  const isOfPort =
    code === 'EADDRINUSE' || code === 'EACCES' ? used !== undefined : PORT_ERRORS.has(error.name);
  // Kinesis runs in a process of its own, and sends the text of the error alone.
  if (isOfPort && /\bEACCES\b/.test(error.message)) {
    return new OperationError(
      `--port ${port}: this user may not use the ports ${port} to ${port + PORTS - 1}: choose ones from 1024 on ${other}`,
      { cause: error },
    );
  }
  if (code === 'EADDRINUSE') {
    return new OperationError(`port ${used ?? ''} is in use: choose other ones ${other}`, { cause: error });
  }
  if (isOfPort && error.message.endsWith('in use')) {
    return new OperationError(`${error.message}: choose other ports ${other}`, { cause: error });
  }
  return explainRunError(error, interrupted);
}
