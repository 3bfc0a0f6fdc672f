/** A finding of ValidateStateMachineDefinition. */
export interface Diagnostic {
  readonly severity: 'ERROR' | 'WARNING';
  readonly code: DiagnosticCode;
  readonly message: string;
  /**
   * Place in the definition, such as `/States/Fetch/Retry[0]`, with names escaped as in a JSON pointer; `/` for the whole
   * definition. Absent if no place is at fault, as on AWS.
   */
  readonly location?: string;
}

/** The code of a finding. `UNSUPPORTED_FEATURE` is not a code of AWS: this runtime lacks the feature. */
export type DiagnosticCode =
  | 'SCHEMA_VALIDATION_FAILED'
  | 'INVALID_JSON_DESCRIPTION'
  | 'MISSING_TRANSITION_TARGET'
  | 'MISSING_END_STATE'
  | 'DUPLICATE_STATE_NAME'
  | 'INVALID_STATE_NAME'
  | 'DUPLICATE_LABEL_NAME'
  | 'INVALID_LABEL_NAME'
  | 'DUPLICATE_VARIABLE_NAME'
  | 'INVALID_JSONATA_EXPRESSION'
  | 'UNSUPPORTED_JSONATA_EXPRESSION'
  | 'POSSIBLY_UNDEFINED_VARIABLE'
  | 'DEFINITION_TOO_LARGE'
  | 'UNSUPPORTED_FEATURE';

/** Formats the errors among diagnostics as the message of InvalidDefinition. */
export function invalidDefinition(diagnostics: readonly Diagnostic[]): string {
  const faults = diagnostics
    .filter(({ severity }) => severity === 'ERROR')
    // AWS writes `null` for a fault without a place.
    .map(({ code, message, location = 'null' }) => `${code}: ${message} at ${location}`);
  return `Invalid State Machine Definition: '${faults.join(', ')}'`;
}
