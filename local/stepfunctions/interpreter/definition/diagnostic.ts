/** A finding of ValidateStateMachineDefinition. */
export interface Diagnostic {
  readonly severity: 'ERROR' | 'WARNING';
  readonly code: DiagnosticCode;
  readonly message: string;
  /** JSON pointer into the definition, such as `/States/Fetch/Retry/0`; `/` for the whole definition. */
  readonly location: string;
}

/** The code of a finding. `UNSUPPORTED_FEATURE` is not a code of AWS: this runtime lacks the feature. */
export type DiagnosticCode =
  | 'SCHEMA_VALIDATION_FAILED'
  | 'INVALID_JSON_DESCRIPTION'
  | 'MISSING_TRANSITION_TARGET'
  | 'UNREACHABLE_STATE'
  | 'DUPLICATE_STATE_NAME'
  | 'INVALID_JSONATA_EXPRESSION'
  | 'UNSUPPORTED_JSONATA_EXPRESSION'
  | 'POSSIBLY_UNDEFINED_VARIABLE'
  | 'DEFINITION_TOO_LARGE'
  | 'UNSUPPORTED_FEATURE';
