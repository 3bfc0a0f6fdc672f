/** The problem of a request to an AWS service in words, for example `ThrottlingException: Rate exceeded`. */
export function problemOf(cause: unknown): string {
  return cause instanceof Error ? `${cause.name}: ${cause.message}` : 'unknown error';
}
