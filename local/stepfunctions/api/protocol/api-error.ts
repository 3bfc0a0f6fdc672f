/** A refused request. `name` is AWS's error code. */
export class ApiError extends Error {
  override readonly name: string;
  /** HTTP status: 400 except for protocol errors. */
  readonly status: number;

  constructor(name: string, message: string, status = 400) {
    super(message);
    this.name = name;
    this.status = status;
  }
}

/** Returns a ValidationException, for a broken constraint of a parameter. */
export function validationException(message: string): ApiError {
  return new ApiError('ValidationException', message);
}
