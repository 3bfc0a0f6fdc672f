import type { Diagnostic } from '../../interpreter/definition/diagnostic.ts';

/** The errors among diagnostics as the message of InvalidDefinition lists them. */
export function definitionFaults(diagnostics: readonly Diagnostic[]): string {
  return diagnostics
    .filter(({ severity }) => severity === 'ERROR')
    .map(({ code, message, location }) => `${code}: ${message} at ${location}`)
    .join(', ');
}
