import { evaluateTemplate, typeFailure, type Template } from '../jsonata/template.ts';
import { queryFailure } from '../state-failure.ts';
import { bindingsFor } from './context.ts';
import type { Visit } from './frame.ts';

/** Evaluates an integer field. Fractions are rounded down. */
export async function evaluateInteger(
  visit: Visit,
  template: Template,
  field: string,
  minimum: number,
  maximum: number,
): Promise<number> {
  return Math.floor(await evaluateNumber(visit, template, field, minimum, maximum));
}

/** Evaluates a field that is a number from `minimum` to `maximum`. */
export async function evaluateNumber(
  visit: Visit,
  template: Template,
  field: string,
  minimum: number,
  maximum: number,
): Promise<number> {
  const value = await evaluateTemplate(template, field, bindingsFor(visit));
  if (typeof value !== 'number') throw typeFailure(template, field, 'number', value);
  if (value < minimum || value > maximum) {
    throw queryFailure(`The field '${field}' must be from ${minimum} to ${maximum} but was ${value}`, field);
  }
  return value;
}
