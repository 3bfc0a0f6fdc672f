import {
  isArray,
  isObject,
  type JsonObject,
  type JsonValue,
} from '../../local/stepfunctions/interpreter/json.ts';
import { NotMechanicalError, pathToExpression } from './jsonpath.ts';

const COMPARISON =
  /^(String|Numeric|Boolean|Timestamp)(Equals|LessThan|LessThanEquals|GreaterThan|GreaterThanEquals)(Path)?$/;
const OPERATORS: Readonly<Record<string, string>> = {
  Equals: '=',
  LessThan: '<',
  LessThanEquals: '<=',
  GreaterThan: '>',
  GreaterThanEquals: '>=',
};
const TYPES: Readonly<Record<string, string>> = {
  String: 'string',
  Timestamp: 'string',
  Numeric: 'number',
  Boolean: 'boolean',
};
const TYPE_TESTS: Readonly<Record<string, string>> = {
  IsNull: 'null',
  IsString: 'string',
  IsNumeric: 'number',
  IsBoolean: 'boolean',
};

/** The condition of a choice rule as a JSONata expression. */
export function ruleToExpression(rule: JsonObject, root: string): string {
  const { And: and, Or: or, Not: not, Variable: variable } = rule;
  if (isArray(and)) return `(${and.map((part) => inner(part, root)).join(' and ')})`;
  if (isArray(or)) return `(${or.map((part) => inner(part, root)).join(' or ')})`;
  if (not !== undefined) return `$not(${inner(not, root)})`;
  if (typeof variable !== 'string') throw new NotMechanicalError('A choice rule without Variable');
  const value = pathToExpression(variable, root);
  for (const [operator, operand] of Object.entries(rule)) {
    const test = testToExpression(operator, operand, value, root);
    if (test !== undefined) return test;
  }
  throw new NotMechanicalError(`The choice rule ${JSON.stringify(rule)}`);
}

function inner(rule: JsonValue, root: string): string {
  if (isObject(rule)) return ruleToExpression(rule, root);
  throw new NotMechanicalError('A choice rule that is no object');
}

function testToExpression(
  operator: string,
  operand: JsonValue,
  value: string,
  root: string,
): string | undefined {
  if (operator === 'IsPresent') return operand === true ? `$exists(${value})` : `$not($exists(${value}))`;
  const type = TYPE_TESTS[operator];
  if (type !== undefined) {
    const test = `$type(${value}) = "${type}"`;
    return operand === true ? `(${test})` : `$not(${test})`;
  }
  if (operator === 'StringMatches' && typeof operand === 'string') return matchToExpression(operand, value);
  const match = COMPARISON.exec(operator);
  if (match === null) return undefined;
  const [, kind = '', comparison = '', path] = match;
  const other = path === undefined ? JSON.stringify(operand) : pathToExpression(operand, root);
  const [left, right] =
    kind === 'Timestamp' ? [`$toMillis(${value})`, `$toMillis(${other})`] : [value, other];
  return `($type(${value}) = "${TYPES[kind] ?? ''}" and ${left} ${OPERATORS[comparison] ?? ''} ${right})`;
}

function matchToExpression(pattern: string, value: string): string {
  const regex = pattern
    .split('*')
    .map((part) => part.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
    .join('.*');
  return `($type(${value}) = "string" and $contains(${value}, /^${regex}$/))`;
}
