import { omitUndefined } from '../omit-undefined.ts';
import { isObject, jsonDepth, parseJson, utf8Length } from '../json.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { Definition } from './model.ts';
import type { LoadContext } from './loading.ts';
import { ProgramLoader } from './program.ts';
import { Findings, ObjectReader, type VariableReference } from './reader.ts';
import { warnOfUndefined } from './undefined-variables.ts';

/** The maximum nesting. More would exhaust the stack. */
const MAX_DEPTH = 500;

/** A runnable definition with its warnings, or everything that is wrong with it. */
export type LoadResult =
  | {
      readonly definition: Definition;
      readonly diagnostics: readonly Diagnostic[];
      readonly references: readonly VariableReference[];
    }
  | { readonly definition: undefined; readonly diagnostics: readonly Diagnostic[] };

/** Loads the ASL text of a state machine. Every field is checked; none is ignored. */
export function loadDefinition(text: string, context: LoadContext, findings = new Findings()): LoadResult {
  const { diagnostics, references } = findings;
  const reader = readObject(text, context, findings);
  const definition = reader && readMachine(reader, context);
  // Warnings come later: so far, all diagnostics are errors.
  const isFaulty = diagnostics.length > 0;
  if (definition !== undefined) warnOfUndefined(definition.program, findings);
  if (definition === undefined || isFaulty) return { definition: undefined, diagnostics };
  return { definition, diagnostics, references };
}

/** Returns the reader of a JSON object. Refuses text that is too long or nested too deep. */
export function readObject(
  text: string,
  { quotas }: LoadContext,
  findings: Findings,
): ObjectReader | undefined {
  const bytes = utf8Length(text);
  if (bytes > quotas.definitionBytes) {
    const limit = quotas.definitionBytes;
    findings.error('DEFINITION_TOO_LARGE', `The definition has ${bytes} bytes, the limit is ${limit}`, '');
    return undefined;
  }
  if (jsonDepth(text) > MAX_DEPTH) {
    findings.error('INVALID_JSON_DESCRIPTION', `The definition is nested more than ${MAX_DEPTH} deep`, '');
    return undefined;
  }
  try {
    const value = parseJson(text);
    if (isObject(value)) return new ObjectReader(value, '', findings);
    findings.error('SCHEMA_VALIDATION_FAILED', 'Definition must be a valid JSON object');
  } catch (cause) {
    findings.error('INVALID_JSON_DESCRIPTION', `The definition is not JSON: ${String(cause)}`, '');
  }
  return undefined;
}

function readMachine(reader: ObjectReader, context: LoadContext): Definition | undefined {
  const queryLanguage = reader.string('QueryLanguage');
  const version = reader.string('Version');
  if (version !== undefined && version !== '1.0') reader.fail("The only version is '1.0'", 'Version');
  const timeoutSeconds = reader.integer('TimeoutSeconds', 1, 99_999_999);
  const isJsonPath = queryLanguage === undefined || queryLanguage === 'JSONPath';
  if (!isJsonPath && queryLanguage !== 'JSONata') {
    reader.fail("QueryLanguage must be 'JSONata' or 'JSONPath'", 'QueryLanguage');
  }
  const loader = new ProgramLoader(context, isJsonPath ? 'JSONPath' : 'JSONata');
  const program = loader.program(reader);
  reader.finish();
  return program && { program, ...omitUndefined({ timeoutSeconds }) };
}
