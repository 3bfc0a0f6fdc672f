/** One finding about a definition, as ValidateStateMachineDefinition reports it. */
export interface Diagnostic {
  readonly severity: 'ERROR' | 'WARNING';
  readonly code: DiagnosticCode;
  readonly message: string;
  /** JSON pointer into the definition, `/States/Fetch/Retry/0`; `/` for the whole. */
  readonly location: string;
}

/** `UNSUPPORTED_FEATURE` is our own: the States Language has it, this runtime has not. */
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
