import type { Template } from '../jsonata/template.ts';
import { evaluateTemplate } from '../jsonata/template.ts';
import { isObject, type JsonValue } from '../json.ts';
import { Payload } from '../payload.ts';
import { dataLimitFailure, queryFailure } from '../state-failure.ts';
import { bindingsFor, type StatesExtras } from './context.ts';
import type { Visit } from './frame.ts';

/** How a state ends: its output, the variables it sets, and where it goes. */
export interface Completion {
  readonly output: Payload;
  readonly assigned: readonly (readonly [name: string, value: Payload])[];
  /** Absent when the program ends here. */
  readonly next?: string;
}

/** The part of a state, choice rule or catcher that shapes what it leaves behind. */
export interface Transforms {
  readonly output?: Template;
  readonly assign?: Template;
  readonly next?: string;
}

/**
 * Evaluates `Assign` and `Output`, both from the values at the state's entry. `fallback` is the output without
 * `Output`; `prefix` is the place of the fields in the state: empty, `Choices[0]/`, `Catch[1]/`.
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
    throw dataLimitFailure(visit.state.name, { namedOnly: true });
  }
  return next === undefined ? { output: result, assigned } : { output: result, assigned, next };
}

async function evaluateAssign(
  visit: Visit,
  assign: Template,
  extras: StatesExtras,
  field: string,
): Promise<Completion['assigned']> {
  const value = await evaluateTemplate(assign, field, bindingsFor(visit, extras));
  const members: readonly (readonly [string, JsonValue])[] = isObject(value)
    ? Object.entries(value as Readonly<Record<string, JsonValue>>)
    : [];
  const assigned = members.map(([name, member]) => [name, Payload.ofValue(member)] as const);
  checkVariableSizes(visit, assigned, field);
  return assigned;
}

function checkVariableSizes(visit: Visit, assigned: Completion['assigned'], field: string): void {
  const { quotas } = visit.frame.run.engine;
  let total = 0;
  for (const [name, value] of assigned) {
    total += value.bytes;
    if (value.exceeds(quotas.variableBytes)) {
      throw queryFailure(
        `The variable '${name}' exceeds the limit of ${quotas.variableBytes} bytes.`,
        `${field}/${name}`,
      );
    }
  }
  if (total > quotas.variableBytes) {
    throw queryFailure(`The variables assigned exceed the limit of ${quotas.variableBytes} bytes.`, field);
  }
  if (visit.frame.variables.bytesWith(assigned) > quotas.allVariablesBytes) {
    const limit = quotas.allVariablesBytes;
    throw queryFailure(`The variables of the execution exceed the limit of ${limit} bytes.`, field);
  }
}
