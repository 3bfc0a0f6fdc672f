/** The parts of a function's error, as Lambda writes them into the cause; what follows them may be cut off. */
const FUNCTION_ERROR =
  /^\s*\{\s*(?:"errorType"\s*:\s*("(?:[^"\\]|\\.)*")\s*,\s*)?"errorMessage"\s*:\s*("(?:[^"\\]|\\.)*")/;

/** The content of a cause: for a function's error its name and message, otherwise the text as it is. */
export function readCause(cause: string): { readonly error: string | undefined; readonly message: string } {
  const [, error, message] = FUNCTION_ERROR.exec(cause) ?? [];
  // Not every cause is a function's error: Step Functions' own are sentences.
  if (message === undefined) return { error: undefined, message: cause };
  return { error: error === undefined ? undefined : parsed(error), message: parsed(message) };
}

function parsed(text: string): string {
  return String(JSON.parse(text));
}
