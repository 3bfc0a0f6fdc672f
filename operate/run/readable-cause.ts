/** A Lambda error's cause is a JSON text; its message is what a person wants to read. */
export function readableCause(cause: string): string {
  try {
    const parsed: unknown = JSON.parse(cause);
    if (typeof parsed === 'object' && parsed !== null && 'errorMessage' in parsed) {
      return String(parsed.errorMessage);
    }
  } catch {
    // Not every cause is JSON: Step Functions' own are sentences.
  }
  return cause;
}
