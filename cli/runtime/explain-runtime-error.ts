import { Interrupted, OperationError } from '../../operate/errors.ts';
import { isError } from '../../operate/native-error.ts';

/** The remedies for errors that prevent a run, by error name. */
const REMEDIES: Readonly<Record<string, string>> = {
  StoreLocked: '; if it is `tvguide up`, start executions there with `tvguide start --local`',
  StoreUnusable: '',
  StoreFormatUnknown: '',
  StoreCorrupted: '',
  JsonFileCorrupted: '',
  StoreWriteFailed: ': make room on the disk, or check .local and its permissions',
  StoreReadFailed: ': check .local and its permissions',
  StreamStartError: '',
  WatchmodeStartError: '',
  DynamodbPortUnusable: '',
  DynamodbFolderUnusable: '',
  DynamodbFileDamaged: '',
  KinesisUnusable: '',
  ConfigurationError: '',
  'Watchmode.Unauthorized': ': check WATCHMODE_API_KEY in the environment or in .env',
  'Watchmode.Unavailable': ': check the network and WATCHMODE_BASE_URL, then try again',
  'Watchmode.RateLimited': ': wait a minute, then try again',
  'Watchmode.QuotaExceeded': ': wait for the quota to reset, or use another plan',
  'Watchmode.UnexpectedResponse': ': check that WATCHMODE_BASE_URL is Watchmode',
};

/** The remedy if a file of the store was removed while a runtime had it open. */
const REMOVED = '; what was recorded in it is lost: start again, and leave .local alone while something runs';

/** The remedies for file system errors, by code. */
const FILE_REMEDIES: Readonly<Record<string, string>> = {
  ENOSPC: 'make room on the disk',
  EDQUOT: 'make room on the disk',
  EROFS: 'run where files can be written',
  EACCES: 'check the permissions',
  EPERM: 'check the permissions',
  EEXIST: 'remove the file that stands where a folder belongs',
  ENOTDIR: 'remove the file that stands where a folder belongs',
};

/** System calls with the same error codes that do not concern the data folder. */
const OTHER_CALLS = /^(listen|bind|connect|spawn|kill)\b/;

/**
 * Turns an error of the runtime into one line with a remedy. Returns an unexpected error unchanged.
 *
 * @param interrupted - aborted if the user stopped the command, which then is the cause of every failure
 */
export function explainRunError(error: unknown, interrupted?: AbortSignal): unknown {
  if (error instanceof OperationError || error instanceof Interrupted) return error;
  if (interrupted?.aborted === true) return new Interrupted();
  if (!isError(error)) return error;
  if (!Object.hasOwn(REMEDIES, error.name)) return explainFileError(error);
  const remedy = isOfRemovedFile(error) ? REMOVED : (REMEDIES[error.name] ?? '');
  return new OperationError(withoutRedrive(error.message).replace(/\.$/, '') + remedy, { cause: error });
}

/** Removes the advice of a task to redrive: no run has been started. */
function withoutRedrive(message: string): string {
  return message.replace(/; [^;]*then redrive$/, '');
}

function isOfRemovedFile({ name, cause }: Error): boolean {
  const isOfStore = name === 'StoreWriteFailed' || name === 'StoreReadFailed';
  return isOfStore && isError(cause) && (cause as NodeJS.ErrnoException).code === 'ENOENT';
}

function explainFileError(error: NodeJS.ErrnoException): unknown {
  const { code = '', syscall = '' } = error;
  if (!Object.hasOwn(FILE_REMEDIES, code) || OTHER_CALLS.test(syscall)) return error;
  return new OperationError(`cannot use the data folder .local: ${error.message}: ${FILE_REMEDIES[code]}`, {
    cause: error,
  });
}
