/** What the Parameter Store calls its refusals. */
export type ParameterErrorCode =
  | 'ParameterAlreadyExists'
  | 'ParameterNotFound'
  | 'ParameterVersionNotFound'
  | 'ValidationException';

/** A request that the Parameter Store refuses. */
export class ParameterError extends Error {
  override readonly name = 'ParameterError';
  readonly code: ParameterErrorCode;

  constructor(code: ParameterErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
