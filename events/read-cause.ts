/** The beginning of a Lambda function's error in a cause. The rest may be cut off. */
const FUNCTION_ERROR =
  /^\s*\{\s*(?:"errorType"\s*:\s*("(?:[^"\\]|\\.)*")\s*,\s*)?"errorMessage"\s*:\s*("(?:[^"\\]|\\.)*")/;

/**
 * Reads the error name and message of a Lambda function from a cause. Any other cause is the message itself.
 * @example
 * readCause('{"errorType":"Watchmode.Unavailable","errorMessage":"no answer"}');
 * // { error: 'Watchmode.Unavailable', message: 'no answer' }
 */
export function readCause(cause: string): { readonly error: string | undefined; readonly message: string } {
  const [, error, message] = FUNCTION_ERROR.exec(cause) ?? [];
  // Step Functions' own causes are sentences.
  if (message === undefined) return { error: undefined, message: cause };
  return { error: error === undefined ? undefined : parsed(error), message: parsed(message) };
}

function parsed(text: string): string {
  return String(JSON.parse(text));
}
