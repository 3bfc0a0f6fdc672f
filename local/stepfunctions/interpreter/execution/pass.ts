import type { FailState, PassState, SucceedState } from '../definition/model.ts';
import { evaluateTemplate, typeFailure, type Template } from '../jsonata/template.ts';
import { StateFailure } from '../state-failure.ts';
import { complete, type Completion } from './completion.ts';
import { bindingsFor } from './context.ts';
import type { Visit } from './frame.ts';

/**
 * Runs a Pass state, or a Succeed state, which is always the last.
 *
 * @see {@link https://docs.aws.amazon.com/step-functions/latest/dg/state-pass.html}
 * @see {@link https://docs.aws.amazon.com/step-functions/latest/dg/state-succeed.html}
 */
export function attemptPass(visit: Visit<PassState | SucceedState>): Promise<Completion> {
  return complete(visit, visit.state, visit.input);
}

/** @see {@link https://docs.aws.amazon.com/step-functions/latest/dg/state-fail.html} */
export async function attemptFail(visit: Visit<FailState>): Promise<never> {
  const { error, cause } = visit.state;
  throw new StateFailure(await text(visit, error, 'Error'), await text(visit, cause, 'Cause'));
}

async function text(
  visit: Visit<FailState>,
  template: Template | undefined,
  field: string,
): Promise<string | undefined> {
  if (template === undefined) return undefined;
  const value = await evaluateTemplate(template, field, bindingsFor(visit));
  if (typeof value !== 'string') throw typeFailure(template, field, 'string', value);
  return value;
}
