/** Error codes of the Parameter Store. */
export type ParameterErrorCode =
  | 'ParameterAlreadyExists'
  | 'ParameterNotFound'
  | 'ParameterVersionNotFound'
  | 'ValidationException';

/** The Parameter Store refuses a request. */
export class ParameterError extends Error {
  override readonly name = 'ParameterError';
  readonly code: ParameterErrorCode;

  constructor(code: ParameterErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
