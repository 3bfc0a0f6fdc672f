import type { Diagnostic } from '../../interpreter/definition/diagnostic.ts';

/** Formats the errors among diagnostics for the message of InvalidDefinition. */
export function definitionFaults(diagnostics: readonly Diagnostic[]): string {
  return diagnostics
    .filter(({ severity }) => severity === 'ERROR')
    .map(({ code, message, location }) => `${code}: ${message} at ${location}`)
    .join(', ');
}
