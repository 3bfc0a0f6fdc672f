import type { Violation } from '../api/index.ts';

/** A request that cannot be answered as asked. The message is shown to the person: what is wrong and what to do. */
export class RequestProblem extends Error {
  override readonly name = 'RequestProblem';

  constructor(
    readonly status: 400 | 403 | 404 | 405 | 413,
    message: string,
    readonly violations?: readonly Violation[],
  ) {
    super(message);
  }
}
