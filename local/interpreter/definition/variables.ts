import { isObject } from '../json.ts';
import type { ObjectReader } from './reader.ts';

/** Which variable names the states of a program meet. */
export interface VariableScope {
  /** Assigned around the program: may be read, not assigned. */
  readonly outer: readonly string[];
  /** `outer` with what the program itself assigns: the outer names of the programs inside it. */
  readonly inner: readonly string[];
}

const NAME = /^[\p{ID_Start}_][\p{ID_Continue}]*$/u;

/**
 * Checks the names that `Assign` sets: Unicode identifiers, not `states`, and not those of an outer scope.
 *
 * @see {@link https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html}
 */
export function checkVariableNames(reader: ObjectReader, limit: number, outerNames: readonly string[]): void {
  for (const name of assignedNames(reader)) {
    if (!NAME.test(name) || name.length > limit) {
      reader.fail(`'${name}' is not a variable name of at most ${limit} characters`, 'Assign');
    } else if (name === 'states') {
      reader.fail("The variable name 'states' is reserved", 'Assign');
    } else if (outerNames.includes(name)) {
      reader.fail(`The variable '${name}' belongs to an outer scope and cannot be assigned here`, 'Assign');
    }
  }
}

function assignedNames(reader: ObjectReader): readonly string[] {
  const assign = reader.peek('Assign');
  return isObject(assign) ? Object.keys(assign) : [];
}

/** Every name that the states of a program assign, in their own Assign or in that of a rule or catcher. */
export function namesAssignedBy(states: readonly ObjectReader[]): readonly string[] {
  return states.flatMap((state) => [
    ...assignedNames(state),
    ...state.peekObjects('Choices').flatMap(assignedNames),
    ...state.peekObjects('Catch').flatMap(assignedNames),
  ]);
}
