/** A request that is refused: `name` is AWS's error code. */
export class ApiError extends Error {
  override readonly name: string;
  /** HTTP status. 400 unless the protocol itself is at fault. */
  readonly status: number;

  constructor(name: string, message: string, status = 400) {
    super(message);
    this.name = name;
    this.status = status;
  }
}

/** The error for a request that breaks a rule of its parameters. */
export function validationException(message: string): ApiError {
  return new ApiError('ValidationException', message);
}
