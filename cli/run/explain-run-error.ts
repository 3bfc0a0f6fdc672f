import { Interrupted, OperationError } from '../errors.ts';
import { isError } from '../native-error.ts';

/** What to do about an error that keeps a run from starting, by the error's name. */
const REMEDIES: Readonly<Record<string, string>> = {
  StoreLocked: '',
  StoreFormatUnknown: '',
  StoreCorrupted: '',
  StoreWriteFailed: ': make room on the disk, or check the permissions of .local',
  StreamStartError: '',
  WatchmodeStartError: '',
  KinesisUnusable: '',
  ConfigurationError: '',
  'Watchmode.Unauthorized': ': check WATCHMODE_API_KEY in the environment or in .env',
  'Watchmode.Unavailable': ': check the network and WATCHMODE_BASE_URL, then try again',
  'Watchmode.RateLimited': ': wait a minute, then try again',
  'Watchmode.QuotaExceeded': ': wait for the quota to reset, or use another plan',
  'Watchmode.UnexpectedResponse': ': check that WATCHMODE_BASE_URL is Watchmode',
};

/**
 * Turns an error of the runtime into one line with a remedy. What is not foreseen comes back unchanged.
 *
 * @param interrupted - aborted when the user stopped the command: then whatever failed, failed for that
 */
export function explainRunError(error: unknown, interrupted: AbortSignal): unknown {
  if (error instanceof OperationError || error instanceof Interrupted) return error;
  if (interrupted.aborted) return new Interrupted();
  if (!isError(error) || !Object.hasOwn(REMEDIES, error.name)) return error;
  return new OperationError(error.message.replace(/\.$/, '') + (REMEDIES[error.name] ?? ''), {
    cause: error,
  });
}
