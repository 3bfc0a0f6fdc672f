import { isObject } from '../json.ts';
import type { ObjectReader } from './reader.ts';

/** The variable names that apply to a state. */
export interface VariableScope {
  /** Variables of enclosing programs: readable, not assignable. */
  readonly outer: readonly string[];
  /**
   * The outer names of the programs inside the state: `outer` and the variables of the program's other states. The
   * state's own variables are set only after the inner programs have ended.
   */
  readonly inner: readonly string[];
}

const NAME = /^[\p{ID_Start}_][\p{ID_Continue}]*$/u;

/**
 * Checks the names in `Assign`: Unicode identifiers, not `states`, and not names of an outer scope.
 *
 * @see {@link https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html}
 */
export function checkVariableNames(reader: ObjectReader, limit: number, outerNames: readonly string[]): void {
  for (const name of assignedNames(reader.members)) {
    if (!NAME.test(name) || name.length > limit) {
      reader.fail(`'${name}' is not a variable name of at most ${limit} characters`, 'Assign');
    } else if (name === 'states') {
      reader.fail("The variable name 'states' is reserved", 'Assign');
    } else if (outerNames.includes(name)) {
      const message = `The variable name '${name}' was already defined in a parent scope.`;
      reader.findings.error('DUPLICATE_VARIABLE_NAME', message, `${reader.at('Assign')}/${name}`);
    }
  }
}

type Members = Readonly<Record<string, unknown>>;

function assignedNames({ Assign: assign }: Members): readonly string[] {
  return isObject(assign) ? Object.keys(assign) : [];
}

/** Returns every name that a state, its rules or its catchers assign. */
function namesAssignedBy(state: Members): readonly string[] {
  const { Choices: rules, Catch: catchers } = state;
  return [state, rules, catchers].flat().filter(isObject).flatMap(assignedNames);
}

/** Returns a function that gives the scope of each state of a program. */
export function scopesOf(
  states: readonly ObjectReader[],
  outer: readonly string[],
): (state: ObjectReader) => VariableScope {
  const assigned = new Map(states.map((state) => [state, namesAssignedBy(state.members)]));
  return (state) => ({
    outer,
    get inner() {
      return [...outer, ...[...assigned].flatMap(([other, names]) => (other === state ? [] : names))];
    },
  });
}
