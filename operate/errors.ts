/**
 * The command was called wrongly. The message is one line: the mistake, its place, and the remedy. Exit code 2.
 * @example throw new UsageError(`--limit is not a whole number from 1 on: ${JSON.stringify(text)}`)
 */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * A resource that the command needs is missing or refuses. The message is one line, with a remedy. Exit code 1.
 * @example throw new OperationError(`cannot read ${path}: ${reasonOf(error)}`, { cause: error })
 */
export class OperationError extends Error {
  override readonly name = 'OperationError';
}

/**
 * The user stopped the command. Exit code 130.
 * @example if (io.interrupted.aborted) throw new Interrupted()
 */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}
