import type { Template } from '../jsonata/template.ts';
import { evaluateTemplate } from '../jsonata/template.ts';
import type { JsonValue } from '../json.ts';
import { Payload } from '../payload.ts';
import { dataLimitFailure, variableLimitFailure } from '../state-failure.ts';
import { bindingsFor, type StatesExtras } from './context.ts';
import type { Visit } from './frame.ts';

/** The result of a state: output, assigned variables and next state. */
export interface Completion {
  readonly output: Payload;
  readonly assigned: readonly (readonly [name: string, value: Payload])[];
  /** Undefined at the end of the program. */
  readonly next: string | undefined;
}

/** The fields of a state, choice rule or catcher that shape its completion. */
export interface Transforms {
  readonly output?: Template;
  readonly assign?: Template;
  readonly next?: string;
}

/**
 * Evaluates `Assign` and `Output`, both with the values at the state's entry. `fallback` is the output without
 * `Output`. `prefix` is the path of the fields in the state: empty, `Choices[0]/`, `Catch[1]/`.
 */
export async function complete(
  visit: Visit,
  { output, assign, next }: Transforms,
  fallback: Payload,
  extras: StatesExtras = {},
  prefix = '',
): Promise<Completion> {
  const assigned = assign === undefined ? [] : await evaluateAssign(visit, assign, extras, `${prefix}Assign`);
  const result =
    output === undefined
      ? fallback
      : Payload.ofValue(await evaluateTemplate(output, `${prefix}Output`, bindingsFor(visit, extras)));
  if (result.exceeds(visit.frame.run.engine.quotas.payloadBytes)) {
    throw dataLimitFailure(visit.state.name);
  }
  return { output: result, assigned, next };
}

async function evaluateAssign(
  visit: Visit,
  assign: Template,
  extras: StatesExtras,
  field: string,
): Promise<Completion['assigned']> {
  const value = await evaluateTemplate(assign, field, bindingsFor(visit, extras));
  // Loading a definition checks that `Assign` is an object.
  const members = Object.entries(value as Readonly<Record<string, JsonValue>>);
  const assigned = members.map(([name, member]) => [name, Payload.ofValue(member)] as const);
  checkVariableSizes(visit, assigned, field);
  return assigned;
}

/** Checks the limits of one `Assign` and of all variables of the execution. */
function checkVariableSizes({ frame, state }: Visit, assigned: Completion['assigned'], field: string): void {
  const { variableBytes, allVariablesBytes } = frame.run.engine.quotas;
  const excess = assigned.reduce((sum, [, { bytes }]) => sum + bytes, 0) - variableBytes;
  if (excess > 0) {
    throw variableLimitFailure(
      `The Assign field exceeds the maximum variable assignment size by ${excess} bytes.`,
      field,
    );
  }
  const totalExcess = frame.variables.bytesWith(assigned) - allVariablesBytes;
  if (totalExcess > 0) {
    const what = `State '${state.name}' assigned variables that exceed the total execution limit by ${totalExcess} bytes.`;
    throw variableLimitFailure(`Execution total variable size limit exceeded. ${what}`, field);
  }
}
