import { hasErrorCode, isObject, messageOf } from '../stepfunctions/files.ts';

/** The local DynamoDB cannot listen on its port. */
export class DynamodbPortUnusable extends Error {
  override readonly name = 'DynamodbPortUnusable';
  readonly port: number;

  constructor(port: number, cause: unknown) {
    const reason = hasErrorCode(cause, 'EADDRINUSE') ? 'it is in use' : messageOf(cause);
    super(`the local DynamoDB cannot use port ${port}: ${reason}`, { cause });
    this.port = port;
  }
}

/** The folder of the local DynamoDB cannot be opened: another process has it open, or its files are damaged. */
export class DynamodbFolderUnusable extends Error {
  override readonly name = 'DynamodbFolderUnusable';
  readonly folder: string;

  constructor(folder: string, error: unknown) {
    // `LEVEL_DATABASE_NOT_OPEN` wraps the actual error.
    const cause = isObject(error) && error['cause'] !== undefined ? error['cause'] : error;
    super(`the local DynamoDB cannot open ${folder}: ${reasonOf(cause)}`, { cause });
    this.folder = folder;
  }
}

function reasonOf(cause: unknown): string {
  if (hasErrorCode(cause, 'LEVEL_LOCKED')) return 'another process has it open: stop that process first';
  if (hasErrorCode(cause, 'LEVEL_CORRUPTION')) {
    return `its files are damaged (${messageOf(cause)}): move the folder away to start with a new one`;
  }
  return `${messageOf(cause)}: check the folder and its disk`;
}
