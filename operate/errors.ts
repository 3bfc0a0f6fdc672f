/** The command was called wrongly. The message is one line: what is wrong, where, and what to do. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What the command needs is not there or refuses. The message is one line, with a remedy. Exit code 1. */
export class OperationError extends Error {
  override readonly name = 'OperationError';
}

/** The user stopped the command. Exit code 130. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}
