/** The command was called wrongly. The message is one line: the mistake, its place, and the remedy. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** A resource that the command needs is missing or refuses. The message is one line, with a remedy. Exit code 1. */
export class OperationError extends Error {
  override readonly name = 'OperationError';
}

/** The user stopped the command. Exit code 130. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}
