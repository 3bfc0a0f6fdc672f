import type { ChoiceState } from '../definition/model.ts';
import { evaluateTemplate, typeFailure } from '../jsonata/template.ts';
import { StateFailure } from '../state-failure.ts';
import { complete, type Completion } from './completion.ts';
import { bindingsFor } from './context.ts';
import type { Visit } from './frame.ts';

/** @see {@link https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html} */
export async function attemptChoice(visit: Visit<ChoiceState>): Promise<Completion> {
  const { state, input } = visit;
  for (const [index, rule] of state.choices.entries()) {
    const field = `Choices[${index}]/Condition`;
    const condition = await evaluateTemplate(rule.condition, field, bindingsFor(visit));
    if (typeof condition !== 'boolean') throw typeFailure(rule.condition, field, 'boolean', condition);
    if (condition) return complete(visit, rule, input, {}, `Choices[${index}]/`);
  }
  if (state.default === undefined) {
    throw new StateFailure(
      'States.NoChoiceMatched',
      'Failed to transition out of the state. The state does not point to a next state.',
      { interpreter: true },
    );
  }
  return complete(visit, { ...state, next: state.default }, input);
}
