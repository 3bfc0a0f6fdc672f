/** Describes the error of a request to an AWS service, for example `ThrottlingException: Rate exceeded`. */
export function problemOf(cause: unknown): string {
  return cause instanceof Error ? `${cause.name}: ${cause.message}` : 'unknown error';
}
